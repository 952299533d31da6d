import type { Mutant } from '../src/mutant.ts';

export const droppedOutbox: Mutant = {
  name: 'dropped outbox',
  row: 'F6',
  edits: [
    {
      file: 'packages/sdk/src/conversation/outbox.ts',
      find: 'if (!isTransient(error) || head.internalTries >= INTERNAL_TRIES) fail(head, error);',
      replace: `if (isTransient(error)) drop(head.item.clientId);
        else if (head.internalTries >= 0) fail(head, error);`,
    },
  ],
};
