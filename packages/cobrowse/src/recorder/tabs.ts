import type { StoredSession } from './session-store.ts';

const NAME = 'alongside.cobrowse';
type Word =
  | { t: 'who' }
  | { t: 'here'; session: StoredSession }
  | { t: 'claim'; tab: string; session: string }
  | { t: 'state'; session: StoredSession }
  | { t: 'end'; session: string };

/**
 * The tabs of one site that share a session: the one that the customer looks at is live, the others wait. Only pages of
 * the same origin hear each other.
 */
export class Tabs {
  readonly #channel = new BroadcastChannel(NAME);
  readonly #tab: string;

  constructor(
    tab: string,
    heard: { describe(): StoredSession; claimed(): void; told(session: StoredSession): void; ended(): void },
  ) {
    this.#tab = tab;
    this.#channel.onmessage = ({ data }: MessageEvent<Word>) => {
      const mine = heard.describe();
      if (data.t === 'who') this.#say({ t: 'here', session: mine });
      else if (data.t === 'claim' && data.session === mine.session && data.tab !== this.#tab) heard.claimed();
      else if (data.t === 'state' && data.session.session === mine.session) heard.told(data.session);
      else if (data.t === 'end' && data.session === mine.session) heard.ended();
    };
  }

  claim(session: string): void {
    this.#say({ t: 'claim', tab: this.#tab, session });
  }

  tell(session: StoredSession): void {
    this.#say({ t: 'state', session });
  }

  end(session: string): void {
    this.#say({ t: 'end', session });
  }

  close(): void {
    this.#channel.close();
  }

  #say(word: Word): void {
    this.#channel.postMessage(word);
  }
}

/** Asks the other tabs whether a session is going on. @returns the first answer, or undefined after the wait */
export function askTabs(waitMs = 150): Promise<StoredSession | undefined> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(NAME);
    const done = (session: StoredSession | undefined) => {
      clearTimeout(timer);
      channel.close();
      resolve(session);
    };
    const timer = setTimeout(done, waitMs, undefined);
    channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data.t === 'here') done(data.session);
    };
    channel.postMessage({ t: 'who' } satisfies Word);
  });
}
