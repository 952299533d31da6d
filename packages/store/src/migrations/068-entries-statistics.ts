import type { Migration } from './migration.ts';

const asked = [
  'tenant_id',
  'conversation_id',
  'seq',
  'author_kind',
  'author_id',
  'client_id',
  'visibility',
  'created_at',
  'repeat_key',
];
const neverAsked = ['author_name', 'body'];

const target = (column: string, samples: number) => `ALTER COLUMN ${column} SET STATISTICS ${samples}`;

/**
 * Entries are always asked for by an index that names the conversation, so a tenth of the usual sample says enough. Of 30,000 entries PostgreSQL
 * sorted every body, which took a third of a second of a core, each time the log had grown by a tenth: messages waited for that
 * (docs/performance.md, "Where the time goes").
 */
export const entriesStatistics: Migration = {
  version: 68,
  name: 'entries-statistics',
  sql: `ALTER TABLE entries ${[...asked.map((column) => target(column, 10)), ...neverAsked.map((column) => target(column, 0))].join(', ')};
    ALTER INDEX entries_by_lower_client_id ALTER COLUMN 3 SET STATISTICS 10;`,
};
