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

const METHODS = ['getDeviceHash', 'startAnonymousOnlineHelp', 'closeMessaging', 'forget'] as const;
/** A call that the host page may make. */
export type Method = (typeof METHODS)[number];

/** From the host page to the frame. `kept`: what the frame gave to keep before. `sheet`: the panel covers the whole screen. */
export type HostMessage =
  | { readonly t: 'init'; readonly kept: Readonly<Record<string, string>> }
  | { readonly t: 'call'; readonly id: number; readonly method: Method; readonly params: unknown }
  | { readonly t: 'view'; readonly view: View; readonly sheet: boolean };

/** From the frame to the host page. `keep`: hold this for a later page, for a frame that may store nothing itself; null forgets it. `wish`: please open or close the panel, and `focus` it. `together`: the customer shows the page, or took an agent's offer: take part in that session. `active`: there is a conversation to come back to. */
export type FrameMessage =
  | { readonly t: 'ready'; readonly title: string }
  | { readonly t: 'keep'; readonly key: string; readonly value: string | null }
  | { readonly t: 'refused'; readonly error: HelpError }
  | { readonly t: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly t: 'reply'; readonly id: number; readonly ok: false; readonly error: HelpError }
  | { readonly t: 'state'; readonly state: ChatState }
  | { readonly t: 'unread'; readonly count: number }
  | { readonly t: 'active'; readonly active: boolean }
  | { readonly t: 'wish'; readonly open: boolean; readonly focus: boolean }
  | { readonly t: 'together'; readonly cid: string; readonly sessionToken: string };

type Loose = Readonly<Record<string, unknown>>;
type Checks = Readonly<Record<string, (message: Loose) => boolean>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown) => typeof value === 'boolean';
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isHelpError = (value: unknown) =>
  isObject(value) && isText(value.errorCode) && isText(value.errorMsg) && isText(value.correctiveAction);

const HOST_CHECKS: Checks = {
  init: ({ kept }) => isObject(kept) && Object.values(kept).every(isText),
  call: ({ id, method }) => isCount(id) && METHODS.includes(method as Method),
  view: ({ view, sheet }) => VIEWS.includes(view as View) && isFlag(sheet),
};
const FRAME_CHECKS: Checks = {
  ready: ({ title }) => isText(title),
  keep: ({ key, value }) => isText(key) && (value === null || isText(value)),
  refused: ({ error }) => isHelpError(error),
  reply: ({ id, ok, error }) => isCount(id) && (ok === true || (ok === false && isHelpError(error))),
  state: ({ state }) => CHAT_STATES.includes(state as ChatState),
  unread: ({ count }) => isCount(count),
  active: ({ active }) => isFlag(active),
  wish: ({ open, focus }) => isFlag(open) && isFlag(focus),
  together: ({ sessionToken }) => isText(sessionToken),
};

function read(data: unknown, checks: Checks): Loose | null {
  if (!isObject(data) || data.alongside !== BRIDGE_VERSION || !isText(data.t)) return null;
  return Object.hasOwn(checks, data.t) && checks[data.t]?.(data) ? data : null;
}

/** The message if it is one of the host page's, else null. */
export const readHostMessage = (data: unknown) => read(data, HOST_CHECKS) as HostMessage | null;

/** The message if it is one of the frame's, else null. */
export const readFrameMessage = (data: unknown) => read(data, FRAME_CHECKS) as FrameMessage | null;
