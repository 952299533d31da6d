import type { Mutant } from '../src/mutant.ts';

export const cursorOnGlobalId: Mutant = {
  name: 'cursor on a global id',
  row: 'F10',
  edits: [
    {
      file: 'packages/store/src/migrations/006-journal.ts',
      find: '(j.last_seq + row_number() OVER (PARTITION BY j.conversation_id ORDER BY j.ord))::integer AS seq',
      replace: `(coalesce((SELECT max(a.seq) FROM entries a WHERE a.tenant_id = p_tenant), 0)
        + row_number() OVER (ORDER BY j.ord))::integer AS seq`,
    },
  ],
};
