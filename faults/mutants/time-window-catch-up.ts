import type { Mutant } from '../src/mutant.ts';

export const timeWindowCatchUp: Mutant = {
  name: 'time-window catch-up',
  row: 'F6',
  edits: [
    {
      file: 'packages/store/src/migrations/008-rounds.ts',
      find: 'AND x.seq > i.after',
      replace: `AND x.seq > i.after AND x.created_at > clock_timestamp() - interval '1 second'`,
    },
    {
      file: 'packages/store/src/migrations/008-rounds.ts',
      find: 'AND x.seq > i.after',
      replace: `AND x.seq > i.after AND x.created_at > clock_timestamp() - interval '1 second'`,
    },
  ],
};
