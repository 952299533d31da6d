import type { Mutant } from '../src/mutant.ts';

const query = `const rows = await rowsOf<[string, string]>(client, { ...store, values });`;

export const ackBeforeCommit: Mutant = {
  name: 'ack before commit',
  row: 'F1',
  edits: [
    {
      file: 'packages/store/src/journal/lane.ts',
      find: query,
      // What was answered in the last 50 ms is only in an open transaction.
      replace: `const waiting = client as unknown as { committing?: boolean };
      if (waiting.committing !== true) {
        waiting.committing = true;
        await client.query('BEGIN');
        setTimeout(() => {
          waiting.committing = false;
          void client.query('COMMIT').catch(() => undefined);
        }, 50);
      }
      ${query}`,
    },
  ],
};
