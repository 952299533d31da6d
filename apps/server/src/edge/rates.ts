import { Refused } from '@alongside/domain';
import { networkOf } from './network-of.ts';
import { type Rate, TokenBuckets } from './token-bucket.ts';

/** What is counted, and how much of it one address or one session may do. Generous: a bank's office shares one address. */
export const RATES = {
  /** Per address: any request. */
  request: { burst: 1_000, perSecond: 200 },
  /** Per address. */
  signIn: { burst: 30, perSecond: 0.5 },
  /** Per address: starts of online help. */
  start: { burst: 120, perSecond: 5 },
  /** Per address: the set-up link. */
  setup: { burst: 10, perSecond: 0.1 },
  /** Per address: what visitors did. */
  visitor: { burst: 600, perSecond: 60 },
  /** Per address: files of chat clients, whose requests carry no session. */
  attachment: { burst: 100, perSecond: 5 },
  /** Per address: sessions of chat clients; an office shares one address. */
  chatToken: { burst: 600, perSecond: 20 },
  /** Per address: short codes made or tried; the budgets behind it are the domain's. */
  shortCode: { burst: 120, perSecond: 2 },
  /** Per session. */
  upload: { burst: 20, perSecond: 0.5 },
  /** Per address: browsers that ask for the key of web push. */
  pushKey: { burst: 120, perSecond: 5 },
  /** Per session. */
  push: { burst: 20, perSecond: 0.2 },
  /** Per session. */
  ticket: { burst: 60, perSecond: 2 },
  /** Per socket of a co-browse session: a page with many pictures sends them in parts. */
  cobrowseFrame: { burst: 4_000, perSecond: 400 },
  /** Per socket: frames of any kind. */
  frame: { burst: 400, perSecond: 100 },
} as const satisfies Record<string, Rate>;

export type RateName = keyof typeof RATES;

/** Throws `rate_limited` with the time to wait. Of IPv6 addresses the network is counted. */
export type Limit = (name: RateName, key: string) => void;

/** `scale` multiplies every rate; 0 switches them off (tests, load trials). */
export function createLimit(scale: number): Limit {
  if (scale === 0) return () => {};
  const buckets = Object.fromEntries(
    Object.entries(RATES).map(([name, { burst, perSecond }]) => [
      name,
      new TokenBuckets({ burst: burst * scale, perSecond: perSecond * scale }),
    ]),
  ) as Record<RateName, TokenBuckets>;
  return (name, key) => {
    const retryAfterSeconds = buckets[name].take(networkOf(key));
    if (retryAfterSeconds > 0) throw new Refused('rate_limited', { retryAfterSeconds });
  };
}
