import type { Clock } from '../ports/ports.ts';

const soon = (globalThis as unknown as { setImmediate(task: () => void): void }).setImmediate;

/** Lets everything that is already possible happen: all microtasks, and what they start. */
export async function settle(rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await new Promise<void>((resolve) => soon(resolve));
}

/** Waits for an event of the outside (storage, real sockets); fails when it does not come. */
export async function until(fact: () => boolean | Promise<boolean>, what = 'the expected event'): Promise<void> {
  for (const givesUp = Date.now() + 4_000; Date.now() < givesUp; ) {
    if (await fact()) return;
    await settle(1);
  }
  throw new Error(`Waited in vain for ${what}.`);
}

/** Time that moves only by hand. */
export class FakeClock implements Clock {
  #now = 1_800_000_000_000;
  #last = 0;
  readonly #timers = new Map<number, { at: number; task: () => void }>();

  now(): number {
    return this.#now;
  }
  setTimeout(task: () => void, ms: number): number {
    this.#last += 1;
    this.#timers.set(this.#last, { at: this.#now + ms, task });
    return this.#last;
  }
  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as number);
  }
  /** Timers that wait; none may be left after a close. */
  get pending(): number {
    return this.#timers.size;
  }
  /** Milliseconds until each waiting timer, soonest first. */
  get waits(): number[] {
    return [...this.#timers.values()].map(({ at }) => at - this.#now).sort((one, other) => one - other);
  }
  /** Moves on, running each timer at its time and letting its consequences happen before the next. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms;
    await settle();
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= target).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [handle, { at, task }] = due;
      this.#timers.delete(handle);
      this.#now = Math.max(this.#now, at);
      task();
      await settle();
    }
    this.#now = target;
    await settle();
  }
  /** As a device that slept: time has passed, and no timer has run. */
  sleep(ms: number): void {
    this.#now += ms;
  }
}
