import { type Directory, Refused } from '@alongside/domain';
import type { CannedReply } from '@alongside/protocol';
import { isUniqueViolation } from '../connection/failure.ts';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<Directory, 'cannedReplies' | 'saveCannedReply' | 'deleteCannedReply'>;

const columns = 'id, shortcut, title, text';

const save = `INSERT INTO canned_replies (tenant_id, id, shortcut, title, text) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (tenant_id, id) DO UPDATE SET shortcut = excluded.shortcut, title = excluded.title, text = excluded.text
  RETURNING ${columns}`;

export function createCannedReplies(scope: TransactionScope): Part {
  const { tenantId } = scope;
  return {
    cannedReplies: () =>
      scope.query<CannedReply>(`SELECT ${columns} FROM canned_replies WHERE tenant_id = $1 ORDER BY lower(shortcut)`, [
        tenantId,
      ]),
    async saveCannedReply({ id, shortcut, title, text }) {
      try {
        const row = await scope.one<CannedReply>(save, [tenantId, id, shortcut, title, text]);
        if (row === null) throw new Error('An upsert returned no row.');
        return row;
      } catch (error) {
        if (isUniqueViolation(error, 'canned_replies_by_shortcut')) {
          throw new Refused('already_exists', { field: '/body/shortcut' });
        }
        throw error;
      }
    },
    async deleteCannedReply(id) {
      const gone = await scope.one('DELETE FROM canned_replies WHERE tenant_id = $1 AND id = $2 RETURNING id', [
        tenantId,
        id,
      ]);
      return gone !== null;
    },
  };
}
