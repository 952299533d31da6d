import { type ClaimedPush, claimPushes, deliverPush, type Platform, type PushSurroundings } from '@alongside/domain';

/** Milliseconds between two looks, by default. */
const EVERY = 1_000;
/** Conversations whose pushes are under way at once. */
const AT_ONCE = 32;
/** A stop waits so long for answers; what is cut off is sent again when its claim has run out. */
const PATIENCE = 2_000;

export interface PushSenderOptions {
  readonly isHere: PushSurroundings['isHere'];
  /** Asked at each look: it may be known only once the server listens. */
  readonly publicUrl: () => string | null;
  /** Milliseconds between two looks. */
  readonly every?: number;
  /** Seconds by which time is ahead of the database's clock; for tests of long times. */
  readonly ahead?: () => number;
}

/** Tells browsers of customers who are not here that there is something to read. */
export class PushSender {
  readonly #platform: Platform;
  readonly #options: PushSenderOptions;
  readonly #underWay = new Set<Promise<void>>();
  #timer: NodeJS.Timeout;
  #looking: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(platform: Platform, options: PushSenderOptions) {
    this.#platform = platform;
    this.#options = options;
    this.#timer = this.#next();
  }

  /** Takes what is due now, and resolves when all of it was tried. */
  async look(): Promise<void> {
    const ahead = this.#options.ahead?.() ?? 0;
    const free = AT_ONCE - this.#underWay.size;
    if (free <= 0 || this.#closed) return;
    const mine = (await claimPushes(this.#platform, free, ahead)).map((claimed) => this.#begin(claimed, ahead));
    await Promise.all(mine);
  }

  /** Waits for what is under way, at most two seconds. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE);
    });
    await Promise.race([Promise.all([this.#looking, ...this.#underWay]), patience]);
    clearTimeout(timer);
  }

  /** A slow push service holds up its own conversations, not the next look. */
  #again(): void {
    const look = this.look().catch((error) => this.#warn(error, 'What is to be pushed could not be read.'));
    this.#looking = look;
    if (!this.#closed) this.#timer = this.#next();
  }

  #next(): NodeJS.Timeout {
    return setTimeout(() => this.#again(), this.#options.every ?? EVERY);
  }

  #begin(claimed: ClaimedPush, ahead: number): Promise<void> {
    const { isHere, publicUrl } = this.#options;
    const attempt = deliverPush(this.#platform, claimed, { isHere, publicUrl: publicUrl(), ahead })
      .catch((error) => this.#warn(error, 'A push could not be settled.'))
      .finally(() => this.#underWay.delete(attempt));
    this.#underWay.add(attempt);
    return attempt;
  }

  #warn(error: unknown, message: string): void {
    if (!this.#closed) this.#platform.log.warn({ error, where: 'push' }, message);
  }
}
