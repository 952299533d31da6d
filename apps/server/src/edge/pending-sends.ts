import { Refused } from '@alongside/domain';

/** Sends of all people that wait for their commit: what a slow store still answers within the time that a sender is kept waiting. */
export const MOST_PENDING_SENDS = 4_000;
/** By then what is pending now has its answer, one way or the other. */
const RETRY_SECONDS = 2;

/**
 * One limit on the sends of everybody together. In a crowd that the store cannot serve in time, those above it are told at once to come back,
 * before their messages cost anything; without it all of them would wait, and most in vain.
 */
export class PendingSends {
  readonly #most: number;
  #pending = 0;

  constructor(most = MOST_PENDING_SENDS) {
    this.#most = most;
  }

  /** Throws `rate_limited` if too many are pending. */
  async run<T>(send: () => Promise<T>): Promise<T> {
    if (this.#pending >= this.#most)
      throw new Refused('rate_limited', {
        message: `More than ${this.#most} messages wait to be stored.`,
        retryAfterSeconds: RETRY_SECONDS,
      });
    this.#pending += 1;
    try {
      return await send();
    } finally {
      this.#pending -= 1;
    }
  }
}
