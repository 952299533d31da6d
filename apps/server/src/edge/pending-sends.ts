import { Refused } from '@alongside/domain';

/** Sends of all people that wait for their commit: what a slow store still answers within the time that a sender is kept waiting. */
export const MOST_PENDING_SENDS = 4_000;
/** By then what is pending now has its answer, one way or the other. */
const RETRY_SECONDS = 2;

/**
 * One limit on the sends of everybody together. In a crowd that the store cannot serve in time, those above it are told at once to come back,
 * before their messages cost anything; without it all of them would wait, and most in vain.
 *
 * While others have sends pending, one tenant may hold half of it. A tenant that holds little is let in even when the rest is taken, or a crowd
 * that came first would shut it out: with T tenants each one has `most / 2T` for itself, until all together hold one and a half times the limit.
 */
export class PendingSends {
  readonly #most: number;
  readonly #tenants = new Map<string, number>();
  #pending = 0;

  constructor(most = MOST_PENDING_SENDS) {
    this.#most = most;
  }

  /** Rejects with `rate_limited` if too many are pending. */
  run<T>(tenantId: string, send: () => Promise<T>): Promise<T> {
    const held = this.#tenants.get(tenantId) ?? 0;
    const tenants = this.#tenants.size + (held === 0 ? 1 : 0);
    const full = this.#pending >= this.#most && held * 2 * tenants >= this.#most;
    if (full || this.#pending >= this.#most * 1.5)
      return tooMany(`More than ${this.#most} messages wait to be stored.`);
    const share = Math.ceil(this.#most / 2);
    if (tenants > 1 && held >= share)
      return tooMany(`More than ${share} messages of this tenant wait to be stored, and others have some too.`);
    this.#pending += 1;
    this.#tenants.set(tenantId, held + 1);
    const leave = () => {
      this.#pending -= 1;
      const left = (this.#tenants.get(tenantId) ?? 1) - 1;
      if (left === 0) this.#tenants.delete(tenantId);
      else this.#tenants.set(tenantId, left);
    };
    const sent = send();
    sent.then(leave, leave);
    return sent;
  }
}

const tooMany = (message: string) =>
  Promise.reject(new Refused('rate_limited', { message, retryAfterSeconds: RETRY_SECONDS }));
