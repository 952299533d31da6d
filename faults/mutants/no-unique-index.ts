import type { Edit, Mutant } from '../src/mutant.ts';

/** A server that stores every copy of a message. */
export const storesCopies: readonly Edit[] = [
  {
    file: 'packages/store/src/migrations/003-conversations.ts',
    find: 'CREATE UNIQUE INDEX entries_by_client_id',
    replace: 'CREATE INDEX entries_by_client_id',
  },
  {
    file: 'packages/store/src/migrations/022-threads.ts',
    find: 'CREATE UNIQUE INDEX entries_by_lower_client_id',
    replace: 'CREATE INDEX entries_by_lower_client_id',
  },
  {
    file: 'packages/store/src/migrations/006-journal.ts',
    find: 'WHEN e.seq IS NOT NULL THEN',
    replace: 'WHEN e.seq < 0 THEN',
  },
];

export const noUniqueIndex: Mutant = { name: 'no unique index', row: 'F10', edits: storesCopies };
