import type { OnlineHelpChatState } from '@alongside/sdk';

/**
 * What the host page and the widget's frame say to each other by postMessage. Every message carries `alongside: 1`; both sides check
 * event.source and event.origin first and then the shape here, and ignore everything else in silence.
 */
export const BRIDGE_VERSION = 1;

/** Why a call was refused: the codes of the online-help SDK. */
export type HelpError = {
  readonly errorCode: string;
  readonly errorMsg: string;
  readonly correctiveAction: string;
};

const CHAT_STATES = ['NO_CHAT', 'STARTED', 'CHAT_INPROGRESS', 'CHAT_ENDED'] as const satisfies readonly ChatState[];
/** The four words of the online-help state. */
export type ChatState = OnlineHelpChatState;

/** Light and dark; `auto` follows the system. */
export type Theme = 'light' | 'dark' | 'auto';

const VIEWS = ['open', 'bubble', 'hidden'] as const;
/** What the host page shows of the frame: the panel, a round button that brings it back, or nothing. */
export type View = (typeof VIEWS)[number];

const METHODS = ['getDeviceHash', 'startAnonymousOnlineHelp', 'closeMessaging'] as const;
/** A call that the host page may make. */
export type Method = (typeof METHODS)[number];

/** From the host page to the frame. `sheet`: the panel covers the whole screen. */
export type HostMessage =
  | { readonly t: 'init' }
  | { readonly t: 'call'; readonly id: number; readonly method: Method; readonly params: unknown }
  | { readonly t: 'view'; readonly view: View; readonly sheet: boolean };

/** From the frame to the host page. `wish`: please open or close the panel, and `focus` it. `active`: there is a conversation to come back to. */
export type FrameMessage =
  | { readonly t: 'ready'; readonly title: string }
  | { readonly t: 'refused'; readonly error: HelpError }
  | { readonly t: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly t: 'reply'; readonly id: number; readonly ok: false; readonly error: HelpError }
  | { readonly t: 'state'; readonly state: ChatState }
  | { readonly t: 'unread'; readonly count: number }
  | { readonly t: 'active'; readonly active: boolean }
  | { readonly t: 'wish'; readonly open: boolean; readonly focus: boolean };

type Loose = Readonly<Record<string, unknown>>;

const isOneOf = <T extends string>(values: readonly T[], value: unknown): value is T => values.includes(value as T);
const isText = (value: unknown): value is string => typeof value === 'string';

function isHelpError(value: unknown): value is HelpError {
  const error = value as Loose | null;
  return (
    typeof error === 'object' &&
    error !== null &&
    isText(error.errorCode) &&
    isText(error.errorMsg) &&
    isText(error.correctiveAction)
  );
}

function envelope(data: unknown): Loose | null {
  const message = data as Loose | null;
  return typeof message === 'object' && message !== null && message.alongside === BRIDGE_VERSION ? message : null;
}

/** The message if it is one of the host page's, else null. */
export function readHostMessage(data: unknown): HostMessage | null {
  const message = envelope(data);
  if (!message) return null;
  const { t, id, method, params, view, sheet } = message;
  if (t === 'init') return { t };
  if (t === 'call' && Number.isSafeInteger(id) && isOneOf(METHODS, method)) {
    return { t, id: id as number, method, params };
  }
  if (t === 'view' && isOneOf(VIEWS, view) && typeof sheet === 'boolean') return { t, view, sheet };
  return null;
}

/** The message if it is one of the frame's, else null. */
export function readFrameMessage(data: unknown): FrameMessage | null {
  const message = envelope(data);
  if (!message) return null;
  const { t, title, error, id, ok, value, state, count, active, open, focus } = message;
  if (t === 'ready' && isText(title)) return { t, title };
  if (t === 'refused' && isHelpError(error)) return { t, error };
  if (t === 'reply' && Number.isSafeInteger(id)) {
    if (ok === true) return { t, id: id as number, ok, value };
    if (ok === false && isHelpError(error)) return { t, id: id as number, ok, error };
  }
  if (t === 'state' && isOneOf(CHAT_STATES, state)) return { t, state };
  if (t === 'unread' && Number.isSafeInteger(count) && (count as number) >= 0) return { t, count: count as number };
  if (t === 'active' && typeof active === 'boolean') return { t, active };
  if (t === 'wish' && typeof open === 'boolean' && typeof focus === 'boolean') return { t, open, focus };
  return null;
}
