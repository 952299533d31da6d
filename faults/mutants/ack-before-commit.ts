import type { Mutant } from '../src/mutant.ts';

const query = `const rows = await rowsOf<[string, string]>(client, { ...store, values });`;

export const ackBeforeCommit: Mutant = {
  name: 'ack before commit',
  row: 'F1',
  edits: [
    {
      file: 'packages/store/src/journal/lane.ts',
      find: query,
      replace: `await client.query('BEGIN');
      ${query}
      setTimeout(() => void client.query('COMMIT').catch(() => undefined), 20);`,
    },
  ],
};
