import type { CobrowseConsentKind } from '@alongside/protocol';
import type { Transport } from '../wire/transport.ts';
import type { Consents } from './consent.ts';
import type { RecorderLabels } from './labels.ts';
import type { CobrowsePolicy } from './policy.ts';
import type { StoredSession } from './session-store.ts';

export interface Question {
  readonly what: CobrowseConsentKind | 'navigate';
  /** The agent's name, as the relay vouches for it. */
  readonly name: string;
  /** The sentence that the built-in question would show. */
  readonly text: string;
  /** Aborted when the question is no longer open. */
  readonly signal: AbortSignal;
}

export interface RecorderOptions {
  /** The platform's name of the session, and whatever `connect` needs to find it again after a new page. */
  readonly session: string;
  readonly keep?: string;
  /** A road to the relay, called again after a loss. A rejection is tried again with growing pauses. */
  readonly connect: (keep: string) => Promise<Transport>;
  readonly policy: CobrowsePolicy;
  readonly labels?: RecorderLabels;
  /** Asks the customer; by default, or where it answers undefined, a question of our own in the page. */
  readonly ask?: (question: Question) => Promise<boolean | undefined>;
  /** Told after every change. */
  readonly onChange?: (state: RecorderState) => void;
  /** What `storedSession()` or `askTabs()` gave: the session goes on with its consents. */
  readonly resume?: StoredSession;
  /** Opens what an agent offered, after the yes. Default: this tab for links, a new one for documents. */
  readonly open?: (url: string, kind: 'link' | 'document') => void;
}

export interface RecorderState {
  readonly phase: 'connecting' | 'waiting' | 'live' | 'paused' | 'elsewhere' | 'lost' | 'ended';
  readonly consents: Consents;
  readonly viewers: readonly { readonly viewer: number; readonly name: string; readonly mayControl: boolean }[];
}
