import type { Mutant } from '../src/mutant.ts';

const file = 'apps/server/src/realtime/feeds.ts';

export const fetchBeforeSubscribe: Mutant = {
  name: 'fetch before subscribe',
  row: 'F12',
  edits: [
    { file, find: '    this.#add(feed);\n    let page: EntryPage;', replace: '    let page: EntryPage;' },
    { file, find: '    onAccepted(page.lastSeq);', replace: '    this.#add(feed);\n    onAccepted(page.lastSeq);' },
  ],
};
