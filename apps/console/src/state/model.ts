import type { Agent, Contact } from '@alongside/protocol';
import type { Translate } from '../i18n/texts.ts';
import type { Departure } from './departures.ts';
import type { Route } from './route.ts';

export type Session =
  | { readonly phase: 'checking' }
  | { readonly phase: 'unreachable'; readonly code: string }
  | { readonly phase: 'signed-out'; readonly because: 'session_ended' | 'signed_out' | null }
  | { readonly phase: 'signed-in'; readonly me: Agent };

export type Dialog =
  | { readonly kind: 'transfer' | 'end'; readonly conversationId: string }
  | { readonly kind: 'reassign'; readonly contact: Contact }
  | { readonly kind: 'keys' | 'switch' | 'sign-out' | 'code' };

/** A sentence shown for a while, or until it is dismissed. A function, so that it follows a change of language. */
export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'success' | 'warning' | 'danger';
  readonly text: Translate;
  readonly code: string | null;
  readonly action: { readonly label: Translate; readonly run: () => void } | null;
  /** Milliseconds until it goes by itself; null stays. */
  readonly lasts: number | null;
}

/** A contact that left my desk without my doing. It stays in sight until it is put aside. */
export interface Departed {
  readonly contact: Contact;
  readonly conversationId: string;
  readonly departure: Departure | null;
}

/** The customer's page that is looked at together: beside the chat, over the window, or put aside. */
export interface CobrowseOpen {
  readonly cid: string;
  readonly conversationId: string | null;
  readonly look: 'open' | 'full' | 'folded';
}

/** What is said to those who listen to the page: a new id says it again. */
export interface Spoken {
  readonly id: number;
  readonly text: Translate;
}

/** All that this page knows beside what the client's observables hold. */
export interface ConsoleState {
  readonly session: Session;
  readonly route: Route;
  readonly dialog: Dialog | null;
  readonly cobrowse: CobrowseOpen | null;
  /** Names of commands under way, as `accept:<contact>`; their buttons wait. */
  readonly busy: ReadonlySet<string>;
  readonly departed: readonly Departed[];
  readonly notices: readonly Notice[];
  readonly polite: Spoken | null;
  readonly urgent: Spoken | null;
  /** Server's clock minus this one's, in milliseconds. */
  readonly clockOffset: number;
}

export const INITIAL_STATE: ConsoleState = {
  session: { phase: 'checking' },
  route: { at: 'desk' },
  dialog: null,
  cobrowse: null,
  busy: new Set(),
  departed: [],
  notices: [],
  polite: null,
  urgent: null,
  clockOffset: 0,
};
