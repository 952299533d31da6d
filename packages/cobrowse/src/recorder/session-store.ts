import { type Consents, NOTHING } from './consent.ts';

const KEY = 'alongside.cobrowse';
/** A session that nobody has touched for so long is not taken up again without asking anew. */
const GOOD_FOR_MS = 15 * 60_000;

/** What a page leaves for the next page of the same tab. */
export interface StoredSession {
  /** The platform's name of the session. */
  readonly session: string;
  /** What the host needs to connect again: its own text, ours to keep only. */
  readonly keep: string;
  readonly consents: Consents;
  readonly paused: boolean;
  readonly agent: string;
  readonly at: number;
}

export function storeSession(session: StoredSession, storage: Storage = sessionStorage): void {
  try {
    storage.setItem(KEY, JSON.stringify(session));
  } catch {
    // Storage is full or forbidden: the session then ends with this page.
  }
}

export function forgetSession(storage: Storage = sessionStorage): void {
  storage.removeItem(KEY);
}

/** @returns what the page before left, if it is still good; consents that are too old are asked for again */
export function storedSession(now = Date.now(), storage: Storage = sessionStorage): StoredSession | undefined {
  try {
    const held = JSON.parse(storage.getItem(KEY) ?? 'null') as StoredSession | null;
    if (held === null || typeof held.session !== 'string' || typeof held.at !== 'number') return undefined;
    return now - held.at > GOOD_FOR_MS ? { ...held, consents: NOTHING } : held;
  } catch {
    return undefined;
  }
}
