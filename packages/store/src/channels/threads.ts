import type { ChannelAgent, Channels, StoredEntry, Thread } from '@alongside/domain';
import { isUuid } from '../connection/uuid.ts';
import { type EntryRow, entryColumns, toEntry } from '../conversations/entry-rows.ts';
import type { TransactionScope } from '../transaction-scope.ts';
import { type Fields, listFields, mergeFields } from './fields.ts';
import {
  goesOn,
  type ThreadContactRow,
  type ThreadRow,
  threadColumns,
  threadContacts,
  threadFrom,
  toThread,
  toThreadContact,
} from './thread-rows.ts';

type Part = Pick<
  Channels,
  | 'thread'
  | 'threadById'
  | 'threadByContactNumber'
  | 'threads'
  | 'createThread'
  | 'reopenThread'
  | 'renameThread'
  | 'archiveThread'
  | 'history'
  | 'setContactFields'
  | 'contactsOf'
  | 'agentsByIds'
>;

const select = `SELECT ${threadColumns} FROM ${threadFrom}`;
const ofCustomer = 'v.tenant_id = $1 AND v.channel_id = $2 AND v.customer_id = $3';
const newestFirst = 'ORDER BY coalesce(v.last_message_at, v.created_at) DESC, v.id DESC';
const byKey = `${select} WHERE ${ofCustomer} AND v.thread_key = lower($4)`;
// Whoever has one thread goes on in it, or begins another: apps show no list from which to choose.
const newest = `${select} WHERE ${ofCustomer} AND (${goesOn} OR NOT EXISTS (SELECT FROM channels h
  WHERE h.tenant_id = $1 AND h.id = $2 AND h.settings->>'mode' = 'single')) ${newestFirst} LIMIT 1`;
const byId = `${select} WHERE v.tenant_id = $1 AND v.id = $2 AND v.channel_id IS NOT NULL`;
// A number that a client names may be of any contact of the thread.
const byContactNumber = `${select} WHERE ${ofCustomer} AND v.id = (SELECT n.conversation_id FROM contacts n WHERE n.tenant_id = $1 AND n.number = $4)`;
// Customers have few threads: they are put in order here, so that no index holds a column that changes with each message.
const list = `${select} WHERE ${ofCustomer}
  AND ($5::timestamptz IS NULL OR (coalesce(v.last_message_at, v.created_at), v.id) < ($5::timestamptz, $6::uuid)) ${newestFirst} LIMIT $4`;

/** Where a customer has one thread, a second is not made while that goes on; two at once meet in the index. */
const create = `INSERT INTO conversations (tenant_id, id, customer_id, contact_id, locale, channel_id, thread_key, thread_key_as_sent, thread_name, only_thread)
  SELECT $1, $2, $3, $4, $5, h.id, lower($7), $7, $8, h.settings->>'mode' = 'single' FROM channels h
  WHERE h.tenant_id = $1 AND h.id = $6 AND NOT (h.settings->>'mode' = 'single' AND EXISTS (SELECT FROM conversations v
    JOIN contacts c ON c.tenant_id = v.tenant_id AND c.id = v.contact_id
    WHERE v.tenant_id = $1 AND v.channel_id = h.id AND v.customer_id = $3 AND ${goesOn}))
  ON CONFLICT DO NOTHING RETURNING id`;

/** Nobody of the company is there any more: who had joined the last contact has left with it, and who had a wrap-up left to write has none. */
const reopen = `WITH reopened AS (
  UPDATE conversations v SET contact_id = $3, open = true, owner_id = NULL
  FROM contacts c WHERE v.tenant_id = $1 AND v.id = $2 AND NOT v.open AND v.archived_at IS NULL
    AND c.tenant_id = $1 AND c.id = v.contact_id AND c.state = 'ended' AND NOT c.live
  RETURNING v.id, c.id AS before
), dropped AS (
  UPDATE contacts c SET wrap_up_pending = false FROM reopened r WHERE c.tenant_id = $1 AND c.id = r.before AND c.wrap_up_pending
  RETURNING c.last_owner_id
), gone AS (
  DELETE FROM attendances a USING reopened r WHERE a.tenant_id = $1 AND a.conversation_id = r.id
)
SELECT r.id, d.last_owner_id AS agent FROM reopened r LEFT JOIN dropped d ON true`;

const rename = `UPDATE conversations SET thread_name = $3
  WHERE tenant_id = $1 AND id = $2 AND channel_id IS NOT NULL AND thread_name IS DISTINCT FROM $3 RETURNING id`;

/** Its contact has ended: whoever archives ends it first. */
const archive = `UPDATE conversations SET archived_at = clock_timestamp()
  WHERE tenant_id = $1 AND id = $2 AND channel_id IS NOT NULL AND archived_at IS NULL AND NOT open RETURNING id`;

const history = `SELECT ${entryColumns} FROM entries
  WHERE tenant_id = $1 AND conversation_id = $2 AND seq < $3 AND visibility = 'all' AND body->>'kind' <> 'read'
  ORDER BY seq DESC LIMIT $4`;

const fieldsToChange = 'SELECT fields FROM contacts WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE';
const saveFields = 'UPDATE contacts SET fields = $3 WHERE tenant_id = $1 AND id = $2';

const agents = `SELECT id, number, name, NULL AS "imageUrl" FROM agents WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id`;

const lastSeqPossible = 2_147_483_647;

export function createThreads(scope: TransactionScope): Part {
  const { tenantId } = scope;
  const one = async (text: string, ...values: (string | number)[]): Promise<Thread | null> => {
    const row = await scope.one<ThreadRow>(text, [tenantId, ...values]);
    return row === null ? null : toThread(row);
  };

  return {
    thread: (channelId, customerId, externalId) =>
      externalId === null ? one(newest, channelId, customerId) : one(byKey, channelId, customerId, externalId),
    threadById: async (conversationId) => (isUuid(conversationId) ? one(byId, conversationId) : null),
    threadByContactNumber: (channelId, customerId, number) => one(byContactNumber, channelId, customerId, number),
    async threads(channelId, customerId, limit, behind) {
      const from = [behind?.updatedAt ?? null, behind?.id ?? null];
      const rows = await scope.query<ThreadRow>(list, [tenantId, channelId, customerId, Math.min(limit, 500), ...from]);
      return rows.map(toThread);
    },
    async createThread({ id, channelId, customerId, contactId, externalId, name, locale }) {
      const values = [tenantId, id, customerId, contactId, locale, channelId, externalId, name];
      return (await scope.one(create, values)) !== null;
    },
    async reopenThread(conversationId, contactId) {
      const row = await scope.one<{ agent: string | null }>(reopen, [tenantId, conversationId, contactId]);
      if (row?.agent) scope.tell({ kind: 'desk', tenantId, agentId: row.agent });
      return row !== null;
    },
    renameThread: async (conversationId, name) => (await scope.one(rename, [tenantId, conversationId, name])) !== null,
    archiveThread: async (conversationId) => (await scope.one(archive, [tenantId, conversationId])) !== null,
    async history(conversationId, before, limit): Promise<StoredEntry[]> {
      const until = before ?? lastSeqPossible;
      return (await scope.query<EntryRow>(history, [tenantId, conversationId, until, limit])).map(toEntry);
    },
    async setContactFields(contactId, said) {
      const row = await scope.one<{ fields: Fields }>(fieldsToChange, [tenantId, contactId]);
      if (row === null) return [];
      const fields = mergeFields(row.fields, said);
      if (fields !== row.fields) await scope.query(saveFields, [tenantId, contactId, JSON.stringify(fields)]);
      return listFields(fields);
    },
    async contactsOf(conversationId, contactIds) {
      const values = [tenantId, conversationId, contactIds.filter(isUuid)];
      return (await scope.query<ThreadContactRow>(threadContacts, values)).map(toThreadContact);
    },
    agentsByIds: (ids) => scope.query<ChannelAgent>(agents, [tenantId, ids.filter(isUuid)]),
  };
}
