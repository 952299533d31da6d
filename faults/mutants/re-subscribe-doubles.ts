import type { Mutant } from '../src/mutant.ts';

export const reSubscribeDoubles: Mutant = {
  name: 're-subscribe doubles handlers',
  row: 'F12',
  edits: [
    {
      file: 'apps/server/src/realtime/feeds.ts',
      find: '    this.unsubscribe(connection, conversationId);\n    const feed',
      replace: '    const feed',
    },
  ],
};
