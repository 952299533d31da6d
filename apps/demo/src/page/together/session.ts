import type {
  CobrowsePolicy,
  Recorder,
  RecorderLabels,
  RecorderState,
  StoredSession,
} from '@alongside/cobrowse/recorder';
import type { CodeGrant, Server } from './short-code.ts';

const HELLO_MS = 8_000;
type Keep = { readonly url: string; readonly cid: string; readonly sessionToken: string };

export interface Shared {
  readonly recorder: Recorder;
  end(): void;
}

interface ShareOptions {
  readonly keep: Keep;
  readonly labels: RecorderLabels;
  readonly resume?: StoredSession;
  readonly onChange: (state: RecorderState) => void;
}

export const keepOf = ({ url }: Server, { cid, sessionToken }: CodeGrant): Keep => ({ url, cid, sessionToken });

/** What the page before left, as this bank wrote it. */
export function keptIn(stored: StoredSession): Keep | null {
  try {
    const keep = JSON.parse(stored.keep) as Partial<Keep>;
    return typeof keep.url === 'string' && typeof keep.cid === 'string' && typeof keep.sessionToken === 'string'
      ? (keep as Keep)
      : null;
  } catch {
    return null;
  }
}

/** Shares this page with whoever has the code; the recorder is loaded only now. */
export async function share({ keep, labels, resume, onChange }: ShareOptions): Promise<Shared> {
  const { Recorder, socketTransport } = await import('@alongside/cobrowse/recorder');
  let recorder: Recorder | undefined;
  const connect = () =>
    new Promise<ReturnType<typeof socketTransport>>((resolve, reject) => {
      const socket = new WebSocket(`${keep.url.replace(/^http/, 'ws')}/cobrowse/socket`);
      const late = setTimeout(() => socket.close(), HELLO_MS);
      const word = ({ data }: MessageEvent) => {
        if (typeof data !== 'string') return;
        const told = JSON.parse(data) as { t: string; policy?: CobrowsePolicy; error?: { kind?: string } };
        // What is to be hidden comes before anything can be shown, and again whenever administration changes it.
        if (told.policy !== undefined) recorder?.setPolicy(told.policy);
        if (told.t === 'welcome') {
          clearTimeout(late);
          resolve(socketTransport(socket as never));
        } else if (told.t === 'bye' && told.error?.kind === 'unauthenticated') recorder?.end();
      };
      socket.addEventListener('open', () => {
        const { cid, sessionToken } = keep;
        socket.send(JSON.stringify({ t: 'hello', as: 'page', cid, sessionToken }));
      });
      socket.addEventListener('message', word);
      socket.addEventListener('close', () => {
        clearTimeout(late);
        reject(new Error('The road is closed.'));
      });
    });
  recorder = new Recorder({
    session: keep.cid,
    keep: JSON.stringify(keep),
    connect,
    policy: { rules: [] },
    labels,
    onChange,
    ...(resume !== undefined && { resume }),
  });
  return { recorder, end: () => recorder.end() };
}
