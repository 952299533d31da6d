import { createHmac, timingSafeEqual } from 'node:crypto';

/** Milliseconds that a telephone has for its answer. */
const LIFETIME = 60_000;

/** Nonces that need no memory until they are used, and are good once. */
export class Nonces {
  readonly #key: Uint8Array;
  readonly #now: () => number;
  readonly #random: () => string;
  /** Until when a used one must be remembered. */
  readonly #used = new Map<string, number>();

  constructor(key: Uint8Array, now: () => number, random: () => string) {
    this.#key = key;
    this.#now = now;
    this.#random = random;
  }

  /** For whoever receives at this address. */
  issue(host: string): string {
    const random = this.#random();
    const payload = `${Math.floor(this.#now()).toString(36)}.${random}.${this.#sign(`${random} ${host}`)}`;
    return `${payload}.${this.#sign(payload)}`;
  }

  /** Whoever has it received our answer at this address, however long ago: it is no address that somebody else wrote. */
  wasIssuedTo(nonce: string, host: string): boolean {
    const [time = '', random = '', tag = '', given = ''] = nonce.split('.');
    return tag === this.#sign(`${random} ${host}`) && given === this.#sign(`${time}.${random}.${tag}`);
  }

  /** `spent`: ours, but too old or used before. */
  redeem(nonce: string): 'good' | 'spent' | 'foreign' {
    const end = nonce.lastIndexOf('.');
    const payload = nonce.slice(0, Math.max(0, end));
    const given = Buffer.from(nonce.slice(end + 1));
    const right = Buffer.from(this.#sign(payload));
    if (given.length !== right.length || !timingSafeEqual(given, right)) return 'foreign';
    const now = this.#now();
    for (const [old, until] of this.#used) {
      if (until > now) break;
      this.#used.delete(old);
    }
    const issued = Number.parseInt(payload.split('.')[0] ?? '', 36);
    if (issued + LIFETIME < now || this.#used.has(nonce)) return 'spent';
    this.#used.set(nonce, now + LIFETIME);
    return 'good';
  }

  #sign(payload: string): string {
    return createHmac('sha256', this.#key).update(payload).digest('base64url').slice(0, 22);
  }
}
