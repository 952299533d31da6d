import type { OnlineHelpRequest } from '@alongside/sdk';
import type { ChatState, FrameMessage, Theme } from '../bridge/messages.ts';
import { createFrame } from './frame.ts';
import { openLine } from './line.ts';

export type { ChatState, HelpError, Theme } from '../bridge/messages.ts';

/** Where the help lives and how it looks. */
export type HelpOptions = {
  /** Address of the Alongside server, with its path if it has one. */
  readonly url: string;
  /** The tenant's domain word. */
  readonly tenant: string;
  /** BCP 47; the browser's languages by default. */
  readonly locale?: string;
  /** `auto` by default. */
  readonly theme?: Theme;
  /** Whether a hidden conversation leaves a round button on the page to come back by; true by default. */
  readonly bubble?: boolean;
  /** Whether this page takes part when the customer shows it to an agent; true by default. False for a page that does so by itself. */
  readonly together?: boolean;
};

/** The parameters of the SDK's call, without the callback: the promise takes its place. */
export type StartParams = Omit<OnlineHelpRequest, 'onlineHelpStartResult' | 'helpType'> & {
  /** Several: the customer chooses among them first. */
  readonly helpType: OnlineHelpRequest['helpType'] | readonly OnlineHelpRequest['helpType'][];
};

/** What the page can hear besides the state. */
export type HelpEvents = {
  /** How many messages the customer has not seen. */
  readonly unread: number;
  /** Whether the panel is open. */
  readonly open: boolean;
};

/** The help of one tenant on this page. */
export type Help = {
  /** The device's hash, for the company's backend to mint a transaction hash with. Rejects with a HelpError. */
  getDeviceHash(): Promise<string>;
  /** Starts the help. With `isBackground` false the wait screen opens; else nothing is drawn until an agent starts. Rejects with a HelpError. */
  startAnonymousOnlineHelp(params: StartParams): Promise<void>;
  /** Gives up waiting; the answer says who was first. Rejects with a HelpError. */
  closeMessaging(): Promise<{ readonly outcome: 'cancelled' | 'started' | 'ended' }>;
  /** Ends what is going on and forgets the conversation on this device: call it when your customer signs out, so that the next person does not meet it. */
  forget(): Promise<void>;
  readonly onlineHelpState: ChatState;
  /** Called on every change; returns the unsubscriber. */
  onOnlineHelpState(listener: (state: ChatState) => void): () => void;
  on<Name extends keyof HelpEvents>(name: Name, listener: (value: HelpEvents[Name]) => void): () => void;
  show(): void;
  hide(): void;
  toggle(): void;
  /** Takes everything off the page again. The conversation itself goes on; a new `create` finds it. */
  destroy(): void;
};

type Listener = (value: never) => void;

/** The script of the page that the server serves beside us, as far as we use it. */
type CobrowsePage = { forWidget(server: string, session?: object): void };

/** Puts the (hidden) help on the page. Call it once; it needs a document with a body. */
export function create(options: HelpOptions): Help {
  const { url, tenant, locale, theme = 'auto', bubble = true, together = true } = options;
  const address = new URL('widget/', new URL(url.endsWith('/') ? url : `${url}/`, location.href));
  address.searchParams.set('tenant', tenant);
  address.searchParams.set('theme', theme);
  if (locale) address.searchParams.set('locale', locale);

  const listeners = new Map<string, Set<Listener>>();
  let state: ChatState = 'NO_CHAT';
  let open = false;
  let active = false;
  let unread = 0;
  let focusBefore: Element | null = null;

  const listen = (name: string, listener: Listener) => {
    const known = listeners.get(name) ?? new Set();
    listeners.set(name, known.add(listener));
    return () => void known.delete(listener);
  };
  const emit = (name: string, value: unknown) => {
    for (const listener of [...(listeners.get(name) ?? [])]) listener(value as never);
  };

  const frame = createFrame(address.href, 'Help', theme, (view) => line.tell({ t: 'view', view, sheet: frame.sheet }));
  const draw = () => frame.show(open ? 'open' : active && bubble ? 'bubble' : 'hidden');
  // A chat that opens by itself beside the page must not take the caret away; one that covers the page has to.
  const setOpen = (next: boolean, focus = true) => {
    if (next === open) return;
    open = next;
    if (open) focusBefore = document.activeElement;
    const focusWasInside = document.activeElement === frame.element;
    draw();
    if (open && (focus || frame.sheet)) frame.focus();
    if (!open && focusWasInside && focusBefore instanceof HTMLElement) focusBefore.focus({ preventScroll: true });
    emit('open', open);
  };

  const heard = (message: FrameMessage) => {
    switch (message.t) {
      case 'ready':
        frame.element.title = message.title;
        return draw();
      case 'refused':
        return console.warn(`Alongside: ${message.error.errorMsg}`);
      case 'state':
        if (message.state === state) return;
        state = message.state;
        return emit('state', state);
      case 'unread':
        if (message.count === unread) return;
        unread = message.count;
        return emit('unread', unread);
      case 'active':
        active = message.active;
        return draw();
      case 'wish':
        return setOpen(message.open, message.focus);
      case 'together':
        return void take(message);
    }
  };
  // What takes part is loaded when a page is shown, and on the pages after it.
  const take = (session?: object) =>
    together &&
    import(`${new URL('../cobrowse/page.js', address)}`).then((page: CobrowsePage) =>
      page.forWidget(address.origin, session),
    );
  const line = openLine(frame.element, address.origin, heard);
  try {
    if (sessionStorage['alongside.cobrowse']) void take();
  } catch {
    // No storage on this page, so nothing was begun on the one before.
  }

  return {
    getDeviceHash: () => line.call('getDeviceHash') as Promise<string>,
    startAnonymousOnlineHelp: async (params) => {
      // Functions cannot cross; what is left is what JSON can say.
      await line.call('startAnonymousOnlineHelp', JSON.parse(JSON.stringify(params)));
    },
    closeMessaging: () => line.call('closeMessaging') as ReturnType<Help['closeMessaging']>,
    forget: () => line.call('forget') as Promise<void>,
    get onlineHelpState() {
      return state;
    },
    onOnlineHelpState: (listener) => listen('state', listener as Listener),
    on: (name, listener) => listen(name, listener as Listener),
    show: () => setOpen(true),
    hide: () => setOpen(false),
    toggle: () => setOpen(!open),
    destroy() {
      line.close();
      frame.remove();
      listeners.clear();
    },
  };
}
