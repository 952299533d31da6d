import type { Bus, Hint } from '@alongside/domain';

/** More than a database that hangs leaves behind before nothing begins any more. The oldest go first. */
const MOST = 10_000;
/** Milliseconds: a COMMIT whose connection broke may be at work still. */
const SETTLED = 1_000;
/** Milliseconds by which a timer may be early on another clock. */
const EARLY = 5;

/**
 * What was to be told after a COMMIT that had no answer. It may be stored; so whoever would have been told looks there, once the database answers
 * again.
 */
export class Doubts {
  readonly #bus: Bus;
  readonly #ask: () => Promise<unknown>;
  readonly #settled: number;
  #kept: { readonly at: number; readonly hint: Hint }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param ask resolves if the database answers */
  constructor(bus: Bus, ask: () => Promise<unknown>, settled = SETTLED) {
    this.#bus = bus;
    this.#ask = ask;
    this.#settled = settled;
  }

  keep(hints: readonly Hint[]): void {
    if (this.#closed) return;
    const at = performance.now();
    for (const hint of hints) {
      const look = toLook(hint);
      if (look !== null) this.#kept.push({ at, hint: look });
    }
    if (this.#kept.length > MOST) this.#kept = this.#kept.slice(-MOST);
    if (this.#kept.length > 0) this.#plan();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #plan(): void {
    this.#timer ??= setTimeout(() => void this.#tell(), this.#settled).unref();
  }

  /** Of what is old enough, if the database answers; the rest, or all, later. */
  async #tell(): Promise<void> {
    const due = performance.now() - this.#settled + EARLY;
    const answers = await this.#ask().then(
      () => true,
      () => false,
    );
    if (this.#closed) return;
    this.#timer = undefined;
    const now = answers ? this.#kept.filter(({ at }) => at <= due) : [];
    this.#kept = this.#kept.slice(now.length);
    for (const { hint } of now) this.#bus.publish(hint);
    if (this.#kept.length > 0) this.#plan();
  }
}

/** null: what it says itself, or does, may not be so. The others make their readers look. */
function toLook(hint: Hint): Hint | null {
  switch (hint.kind) {
    case 'entries':
      return { ...hint, entries: [] };
    case 'desk':
    case 'thread':
    case 'visitors':
    case 'queue':
    case 'call':
    case 'trunks':
    case 'cobrowse-policy':
      return hint;
    default:
      return null;
  }
}
