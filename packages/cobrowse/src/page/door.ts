import { type Transport, socketTransport } from '../recorder/index.ts';
import type { CobrowsePolicy } from '../recorder/policy.ts';

/** Until the server has said what to hide everything is. */
export const ALL_HIDDEN: CobrowsePolicy = { rules: [{ mode: 'private' }] };

/** What the server's door says, beside the frames of the session. */
export interface DoorNews {
  /** What the page is to hide from now on; comes before anything of it can be shown. */
  policy(policy: CobrowsePolicy): void;
  /** The door does not open for this token, and will not later. */
  refused(code: string): void;
  /** Over for all. */
  ended(by: 'customer' | 'agent' | 'system'): void;
  joined(viewer: number, name: string): void;
  left(viewer: number): void;
}

interface Word {
  readonly t: string;
  readonly policy?: CobrowsePolicy;
  readonly error?: { readonly code: string; readonly kind: string };
  readonly by?: 'customer' | 'agent' | 'system';
  readonly viewer?: number;
  readonly name?: string;
}

const HELLO_MS = 10_000;

/**
 * Opens the customer's side at `/cobrowse/socket` of a server. Resolves when the door has let us in.
 *
 * @throws Error when it has not, or not yet
 */
export function openDoor(server: string, cid: string, sessionToken: string, news: DoorNews): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/cobrowse/socket`);
    const late = setTimeout(() => socket.close(), HELLO_MS);
    let transport: Transport | undefined;
    socket.addEventListener('open', () => socket.send(JSON.stringify({ t: 'hello', as: 'page', cid, sessionToken })));
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'string') return;
      const word = JSON.parse(data) as Word;
      if (word.policy !== undefined) news.policy(word.policy);
      if (word.t === 'welcome') {
        clearTimeout(late);
        transport = socketTransport(socket);
        resolve(transport);
      } else if (word.t === 'bye' && word.error?.kind !== 'unavailable') news.refused(word.error?.code ?? 'refused');
      else if (word.t === 'ended') news.ended(word.by ?? 'system');
      else if (word.t === 'joined') news.joined(word.viewer ?? 0, word.name ?? '');
      else if (word.t === 'left') news.left(word.viewer ?? 0);
    });
    socket.addEventListener('close', () => {
      clearTimeout(late);
      reject(new Error('The co-browse door is closed.'));
    });
  });
}
