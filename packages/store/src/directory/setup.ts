import type { Setup } from '@alongside/domain';
import type { Database } from '../connection/database.ts';

export function createSetup(database: Database): Setup {
  return {
    async needed() {
      const [row] = await database.read<{ needed: boolean }>('SELECT NOT EXISTS (SELECT FROM tenants) AS needed');
      return row?.needed === true;
    },
    // A newer link voids the older: at most one can ever be used.
    saveToken: (digest, seconds) =>
      database.transaction(null, async (query) => {
        await query('DELETE FROM setup_tokens');
        await query(
          'INSERT INTO setup_tokens (digest, expires_at) VALUES ($1, clock_timestamp() + make_interval(secs => $2))',
          [digest, seconds],
        );
      }),
    async consumeToken(digest) {
      const rows = await database.change(
        `DELETE FROM setup_tokens WHERE digest = $1 AND expires_at > clock_timestamp() AND NOT EXISTS (SELECT FROM tenants)
         RETURNING digest`,
        [digest],
      );
      return rows.length === 1;
    },
  };
}
