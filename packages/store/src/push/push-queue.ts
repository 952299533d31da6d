import type { ClaimedPush, PushQueue } from '@alongside/domain';
import type { Database } from '../connection/database.ts';

/** Across all tenants, each looked at with only itself set: see migration 7 for why. */
export function createPushQueue(database: Database): PushQueue {
  return {
    async claim(claim, count, seconds, ahead) {
      const rows = await database.change<Omit<ClaimedPush, 'claim'>>(
        `SELECT tenant AS "tenantId", conversation AS "conversationId", newest AS seq, tried AS attempts, remaining AS "leftFor"
         FROM claim_pushes($1, $2, $3, $4)`,
        [claim, count, seconds, ahead],
      );
      return rows.map((row) => ({ ...row, claim }));
    },
    async expire() {
      const [row] = await database.change<{ gone: string }>('SELECT expire_pushes() AS gone');
      return Number(row?.gone ?? 0);
    },
  };
}
