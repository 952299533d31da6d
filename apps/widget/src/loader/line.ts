import {
  BRIDGE_VERSION,
  type FrameMessage,
  type HelpError,
  type HostMessage,
  type Method,
  readFrameMessage,
} from '../bridge/messages.ts';

/** The host page's end of the line to the frame. */
export type Line = {
  /** Rejects with a HelpError. Waits for the frame to be ready. */
  call(method: Method, params?: unknown): Promise<unknown>;
  /** Sends where the frame can hear it already; dropped before. */
  tell(message: HostMessage): void;
  close(): void;
};

const PREFIX = 'alongside/';

// A browser that blocks third-party storage would make the frame forget the customer's place at every reload: the page keeps it instead.
function readKept(): Record<string, string> {
  const kept: Record<string, string> = {};
  try {
    for (const [key, value] of Object.entries(localStorage)) {
      if (key.startsWith(PREFIX)) kept[key.slice(PREFIX.length)] = value;
    }
  } catch {
    // No storage here either: the help lives as long as this page.
  }
  return kept;
}

function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
  } catch {
    // Full or refused: as above.
  }
}

type Pending = { readonly resolve: (value: unknown) => void; readonly reject: (error: HelpError) => void };

const READY_MS = 15_000;

const failure = (errorMsg: string, correctiveAction: string): HelpError => ({
  errorCode: 'DLGEXCP_GENERAL_EXCEPTION',
  errorMsg,
  correctiveAction,
});

/**
 * Opens the line. Only messages of exactly this frame's window and exactly `origin` are read.
 * @param heard every message that is not an answer to a call
 */
export function openLine(element: HTMLIFrameElement, origin: string, heard: (message: FrameMessage) => void): Line {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let settleReady: Pending;
  let ready = new Promise<unknown>((resolve, reject) => {
    settleReady = { resolve, reject };
  });
  ready.catch(() => {});

  const post = (message: HostMessage) =>
    element.contentWindow?.postMessage({ alongside: BRIDGE_VERSION, ...message }, origin);
  const silence = setTimeout(
    () =>
      settleReady.reject(
        failure(
          `${origin} did not answer: check url, tenant, and frame-src in the page's CSP.`,
          'contact_administrator',
        ),
      ),
    READY_MS,
  );

  const onLoad = () => post({ t: 'init', kept: readKept() });
  const onMessage = (event: MessageEvent) => {
    if (event.origin !== origin || event.source === null || event.source !== element.contentWindow) return;
    const message = readFrameMessage(event.data);
    if (!message) return;
    if (message.t === 'ready' || message.t === 'refused') clearTimeout(silence);
    if (message.t === 'ready') {
      settleReady.resolve(undefined);
      ready = Promise.resolve();
    }
    if (message.t === 'refused') settleReady.reject(message.error);
    if (message.t === 'keep') return keep(message.key, message.value);
    if (message.t !== 'reply') return heard(message);
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.ok) waiting?.resolve(message.value);
    else waiting?.reject(message.error);
  };
  const closed = new AbortController();
  element.addEventListener('load', onLoad, closed);
  window.addEventListener('message', onMessage, closed);

  return {
    async call(method, params) {
      await ready;
      return new Promise((resolve, reject) => {
        const id = nextId++;
        pending.set(id, { resolve, reject });
        post({ t: 'call', id, method, params });
      });
    },
    tell: post,
    close() {
      clearTimeout(silence);
      closed.abort();
      const gone = failure('The help widget was destroyed.', 'start_again');
      settleReady.reject(gone);
      ready = Promise.reject(gone);
      ready.catch(() => {});
      for (const { reject } of pending.values()) reject(gone);
      pending.clear();
    },
  };
}
