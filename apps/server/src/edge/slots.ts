interface Asker {
  readonly key: string;
  readonly go: (granted: boolean) => void;
}

/** A place that somebody asked for. */
export interface Slot {
  /** true: it is theirs until they leave. false: it did not become free in time, or they left first. */
  readonly granted: Promise<boolean>;
  /** Gives it back, or stops waiting; again and again, if need be. */
  leave(): void;
}

/**
 * Few places that many want: who comes first has one first, and the others wait for theirs. Nobody has more than half of them at once,
 * so that one alone keeps nobody out.
 */
export class Slots {
  readonly #most: number;
  readonly #mostOfOne: number;
  readonly #milliseconds: number;
  readonly #held = new Map<string, number>();
  readonly #waiting = new Set<Asker>();
  #count = 0;

  /** `milliseconds`: how long somebody waits. */
  constructor(most: number, milliseconds: number) {
    this.#most = most;
    this.#mostOfOne = Math.ceil(most / 2);
    this.#milliseconds = milliseconds;
  }

  /** `key`: who asks. */
  ask(key: string): Slot {
    let leave = () => {};
    const granted = new Promise<boolean>((resolve) => {
      const asker: Asker = {
        key,
        go: (isGranted) => {
          clearTimeout(timer);
          this.#waiting.delete(asker);
          leave = isGranted ? () => this.#giveBack(key) : () => {};
          resolve(isGranted);
        },
      };
      const timer = setTimeout(() => asker.go(false), this.#milliseconds);
      leave = () => asker.go(false);
      this.#waiting.add(asker);
      this.#grant();
    });
    return {
      granted,
      leave() {
        const last = leave;
        leave = () => {};
        last();
      },
    };
  }

  #grant(): void {
    for (const { key, go } of this.#waiting) {
      if (this.#count >= this.#most) return;
      const held = this.#held.get(key) ?? 0;
      if (held >= this.#mostOfOne) continue;
      this.#held.set(key, held + 1);
      this.#count += 1;
      go(true);
    }
  }

  #giveBack(key: string): void {
    const held = this.#held.get(key) ?? 0;
    if (held > 1) this.#held.set(key, held - 1);
    else this.#held.delete(key);
    this.#count -= 1;
    this.#grant();
  }
}
