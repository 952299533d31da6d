import type { Mutant } from '../src/mutant.ts';

export const timeWindowCatchUp: Mutant = {
  name: 'time-window catch-up',
  row: 'F6',
  edits: [
    {
      file: 'packages/store/src/conversations/log.ts',
      find: 'AND seq > $3 ORDER BY seq LIMIT $4`',
      replace: `AND seq > $3 AND created_at > clock_timestamp() - interval '1 second' ORDER BY seq LIMIT $4\``,
    },
  ],
};
