import { journal } from './006-journal.ts';
import type { Migration } from './migration.ts';

const fence = `WHEN i.kind = 'agent' AND c.owner_id IS DISTINCT FROM i.author_id THEN 'not_owner'`;

/** Whoever of the company is there besides the owner: joined, they may say anything; monitoring, only what the customer does not see. */
const fenceWithAttendance = `WHEN i.kind = 'agent' AND c.owner_id IS DISTINCT FROM i.author_id
          AND NOT EXISTS (SELECT FROM attendances a WHERE a.conversation_id = i.conversation_id AND a.agent_id = i.author_id
            AND a.tenant_id = p_tenant AND (a.kind = 'joined' OR i.visibility = 'agents')) THEN 'not_owner'`;

/** journal_append as it was, but for one line. Step 6 never changes, so neither does what is made of it here. */
export const attendance: Migration = {
  version: 21,
  name: 'attendance',
  sql: journal.sql
    .slice(journal.sql.indexOf('CREATE FUNCTION journal_append'))
    .replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')
    .replace(fence, fenceWithAttendance),
};
