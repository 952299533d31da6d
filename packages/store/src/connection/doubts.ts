import type { Bus, Hint } from '@alongside/domain';

/** More than a database that hangs leaves behind before nothing begins any more. The oldest go first. */
const MOST = 10_000;
/** Milliseconds: a COMMIT whose connection broke may be at work still. */
const SETTLED = 1_000;

/**
 * What was to be told after a COMMIT that had no answer. It may be stored; so whoever would have been told looks there, once the database answers
 * again.
 */
export class Doubts {
  readonly #bus: Bus;
  #kept: { readonly at: number; readonly hint: Hint }[] = [];

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  keep(hints: readonly Hint[]): void {
    const at = performance.now();
    for (const hint of hints) {
      const look = toLook(hint);
      if (look !== null) this.#kept.push({ at, hint: look });
    }
    if (this.#kept.length > MOST) this.#kept = this.#kept.slice(-MOST);
  }

  /** The database has answered something else. */
  tell(): void {
    if (this.#kept.length === 0) return;
    const due = performance.now() - SETTLED;
    const now = this.#kept.filter(({ at }) => at <= due);
    this.#kept = this.#kept.slice(now.length);
    for (const { hint } of now) this.#bus.publish(hint);
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
