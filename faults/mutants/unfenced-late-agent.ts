import type { Mutant } from '../src/mutant.ts';

export const unfencedLateAgent: Mutant = {
  name: 'unfenced late agent',
  row: 'F17',
  edits: [
    {
      file: 'packages/store/src/migrations/006-journal.ts',
      find: `WHEN i.kind = 'agent' AND c.owner_id IS DISTINCT FROM i.author_id THEN 'not_owner'`,
      replace: '',
    },
  ],
};
