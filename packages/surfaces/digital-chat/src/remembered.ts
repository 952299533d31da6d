import type { Clock } from '@alongside/domain';

const MOST = 1_000;

/** Answers that many ask for at once: made once, and then the same for a little while. A failure is not kept. */
export class Remembered<T> {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #answers = new Map<string, { readonly until: number; readonly answer: Promise<T> }>();

  constructor(clock: Clock, milliseconds: number) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
  }

  of(key: string, make: () => Promise<T>): Promise<T> {
    const now = this.#clock.now().getTime();
    const known = this.#answers.get(key);
    if (known && known.until > now) return known.answer;
    const answer = make();
    this.#answers.delete(key);
    this.#answers.set(key, { until: now + this.#milliseconds, answer });
    answer.catch(() => this.#answers.delete(key));
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MOST && oldest !== undefined) this.#answers.delete(oldest);
    return answer;
  }
}
