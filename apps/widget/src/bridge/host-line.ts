import { BRIDGE_VERSION, type FrameMessage, type HelpError, type HostMessage, readHostMessage } from './messages.ts';

/** The parts of `window` that the line uses. */
export type FrameWindow = Pick<Window, 'addEventListener' | 'removeEventListener' | 'parent'>;

/** The frame's end of the line to the host page. */
export type HostLine = {
  /** Starts listening, to pages of these origins only; until then everything that came is kept. */
  open(origins: readonly string[]): void;
  /** Tells the page that calls are answered from now on. */
  ready(title: string): void;
  /** Tells the pages that asked why there will be no help. */
  refuse(error: HelpError): void;
  /** Dropped while no host page is known. */
  tell(message: FrameMessage): void;
  close(): void;
};

/** More unread messages than this before the line opens are not the loader's. */
const KEPT = 20;

/**
 * Listens to the host page. Only messages whose source is exactly the parent window are read, and only those from one origin: the first
 * that is on the list.
 * @param heard calls and views of the host page
 */
export function createHostLine(win: FrameWindow, heard: (message: HostMessage) => void): HostLine {
  let allowed: readonly string[] | null = null;
  let origin: string | null = null;
  let refusal: HelpError | null = null;
  let readyTitle: string | null = null;
  let kept: MessageEvent[] = [];

  const post = (message: FrameMessage, to: string) =>
    (win.parent as Window).postMessage({ alongside: BRIDGE_VERSION, ...message }, to);

  const read = (event: MessageEvent) => {
    const message = readHostMessage(event.data);
    if (!message) return;
    if (refusal) {
      if (message.t === 'init') post({ t: 'refused', error: refusal }, event.origin);
      return;
    }
    if (allowed === null) {
      if (kept.length < KEPT) kept.push(event);
      return;
    }
    if (!allowed.includes(event.origin) || (origin !== null && origin !== event.origin)) {
      if (message.t === 'init') post({ t: 'refused', error: originRefused(event.origin) }, event.origin);
      return;
    }
    origin = event.origin;
    if (message.t === 'init' && readyTitle !== null) post({ t: 'ready', title: readyTitle }, origin);
    heard(message);
  };
  const onMessage = (event: MessageEvent) => {
    // A sandboxed page has the origin "null", which can be no address to answer to and on no list.
    if (event.source === null || event.source !== win.parent || event.origin === 'null') return;
    read(event);
  };
  win.addEventListener('message', onMessage);

  const replay = () => {
    const events = kept;
    kept = [];
    for (const event of events) read(event);
  };
  return {
    open(origins) {
      allowed = origins;
      replay();
    },
    ready(title) {
      readyTitle = title;
      if (origin !== null) post({ t: 'ready', title }, origin);
    },
    refuse(error) {
      refusal = error;
      replay();
    },
    tell(message) {
      if (origin !== null) post(message, origin);
    },
    close: () => win.removeEventListener('message', onMessage),
  };
}

const originRefused = (origin: string): HelpError => ({
  errorCode: 'DLGEXCP_GENERAL_EXCEPTION',
  errorMsg: `${origin} is not on the tenant's list of origins; an administrator can add it.`,
  correctiveAction: 'contact_administrator',
});
