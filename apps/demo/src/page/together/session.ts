import type { RecorderLabels, RecorderState, Shared } from '@alongside/cobrowse/page';
import { askTabs, storedSession } from '@alongside/cobrowse/resume';
import type { CodeGrant, Server } from './short-code.ts';

export type { RecorderState, Shared };

export interface ShareWords {
  readonly labels: RecorderLabels;
  readonly onState: (state: RecorderState) => void;
}

/** Which script of this site takes a session up again after a new page. */
const DOOR = 'meridian';

/** Shares this page with whoever has the code; the recorder is loaded only now. */
export async function share(
  { url }: Server,
  { cid, sessionToken }: Pick<CodeGrant, 'cid' | 'sessionToken'>,
  words: ShareWords,
): Promise<Shared> {
  const { sharePage } = await import('@alongside/cobrowse/page');
  return sharePage({ door: DOOR, server: url, cid, sessionToken, ...words });
}

/** Goes on with what the page before or another tab began; a page where nothing goes on loads no recorder. */
export async function goOn(words: ShareWords): Promise<Shared | null> {
  if ((storedSession() ?? (await askTabs())) === undefined) return null;
  const page = await import('@alongside/cobrowse/page');
  return page.goOn(DOOR, words);
}
