import type { Mutant } from '../src/mutant.ts';

export const cursorOnGlobalId: Mutant = {
  name: 'cursor on a global id',
  row: 'F10',
  edits: [
    // The usual batch too is given its seqs there.
    {
      file: 'packages/store/src/migrations/009-journal-fast.ts',
      find: 'IF cardinality(v_rows) IS DISTINCT FROM cardinality(p_heads) THEN',
      replace: 'IF true THEN',
    },
    {
      file: 'packages/store/src/migrations/006-journal.ts',
      find: '(j.last_seq + row_number() OVER (PARTITION BY j.conversation_id ORDER BY j.ord))::integer AS seq',
      replace: `(coalesce((SELECT max(a.seq) FROM entries a WHERE a.tenant_id = p_tenant), 0)
        + row_number() OVER (ORDER BY j.ord))::integer AS seq`,
    },
  ],
};
