import type { Channels } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';
import { type ThreadRow, threadColumns, threadFrom, toThread } from './thread-rows.ts';

type Part = Pick<Channels, 'joined' | 'addInvitation' | 'invitation' | 'addParticipant' | 'removeParticipant'>;

// A thread knows its latest contact alone: whoever took part in an earlier one takes part no more.
const joined = `SELECT ${threadColumns} FROM ${threadFrom}
  JOIN contact_participants me ON me.tenant_id = v.tenant_id AND me.conversation_id = v.id AND me.contact_id = v.contact_id
  WHERE me.tenant_id = $1 AND me.channel_id = $2 AND me.customer_id = $3 AND me.left_at IS NULL AND v.customer_id <> $3
  ORDER BY me.joined_at DESC LIMIT 50`;

const invite = `INSERT INTO contact_invitations (tenant_id, digest, contact_id, conversation_id, channel_id, expires_at)
  SELECT $1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6)
  WHERE (SELECT count(*) FROM contact_invitations i WHERE i.tenant_id = $1 AND i.contact_id = $3 AND i.expires_at > clock_timestamp()) < $7
  RETURNING digest`;

const opened = `SELECT conversation_id AS "conversationId", contact_id AS "contactId" FROM contact_invitations
  WHERE tenant_id = $1 AND channel_id = $2 AND digest = $3 AND expires_at > clock_timestamp()`;

/** Where the contact began: what was said before that is between others. */
const begin = `SELECT coalesce(max(e.seq), 1) AS seq FROM entries e WHERE e.tenant_id = $1 AND e.conversation_id = $2
  AND e.body->>'kind' = 'contact.requested' AND e.body->>'contactId' = $3`;

/** Whoever is added meanwhile waits for the contact's row. */
const lock = 'SELECT id FROM contacts WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE';

const owner = `INSERT INTO contact_participants (tenant_id, contact_id, customer_id, conversation_id, channel_id, from_seq)
  VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT DO NOTHING`;

const isHere = `SELECT customer_id FROM contact_participants
  WHERE tenant_id = $1 AND contact_id = $2 AND customer_id = $3 AND left_at IS NULL`;

const add = `INSERT INTO contact_participants AS p (tenant_id, contact_id, customer_id, conversation_id, channel_id, from_seq)
  SELECT $1, $2, $3, $4, $5, $6
  WHERE (SELECT count(*) FROM contact_participants o WHERE o.tenant_id = $1 AND o.contact_id = $2 AND o.left_at IS NULL) < $7
  ON CONFLICT (tenant_id, contact_id, customer_id) DO UPDATE SET left_at = NULL
  RETURNING p.customer_id`;

const ofNumber = `p.tenant_id = $1 AND p.channel_id = $2 AND p.customer_id = $3 AND c.tenant_id = $1 AND c.id = p.contact_id AND c.number = $4`;
const place = `p.conversation_id AS "conversationId", p.contact_id AS "contactId"`;
const leave = `UPDATE contact_participants p SET left_at = clock_timestamp() FROM contacts c WHERE ${ofNumber} AND p.left_at IS NULL RETURNING ${place}`;
const wasThere = `SELECT ${place} FROM contact_participants p, contacts c WHERE ${ofNumber}`;

/** Customers who take part in the contact of another one, and the codes that bring them there. */
export function createParticipants(scope: TransactionScope): Part {
  const { tenantId } = scope;
  return {
    async joined(channelId, customerId) {
      return (await scope.query<ThreadRow>(joined, [tenantId, channelId, customerId])).map(toThread);
    },
    async addInvitation({ digest, conversationId, contactId, channelId, seconds, most }) {
      const values = [tenantId, digest, contactId, conversationId, channelId, seconds, most];
      return (await scope.one(invite, values)) !== null;
    },
    invitation: (channelId, digest) => scope.one(opened, [tenantId, channelId, digest]),
    async addParticipant({ thread, customerId, most }) {
      const { id, channelId, contact } = thread;
      await scope.one(lock, [tenantId, contact.id]);
      if (await scope.one(isHere, [tenantId, contact.id, customerId])) return 'here';
      const row = await scope.one<{ seq: number }>(begin, [tenantId, id, contact.id]);
      await scope.query(owner, [tenantId, contact.id, thread.customerId, id, channelId]);
      const values = [tenantId, contact.id, customerId, id, channelId, row?.seq ?? 1, most];
      return (await scope.one(add, values)) === null ? 'full' : 'added';
    },
    async removeParticipant(channelId, customerId, contactNumber) {
      const values = [tenantId, channelId, customerId, contactNumber];
      type Place = { conversationId: string; contactId: string };
      const left = await scope.one<Place>(leave, values);
      if (left) return { ...left, wasHere: true };
      const before = await scope.one<Place>(wasThere, values);
      return before && { ...before, wasHere: false };
    },
  };
}
