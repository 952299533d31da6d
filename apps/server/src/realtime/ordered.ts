/**
 * Runs what one sender does in one conversation so that it begins in order [LOG4]. What is quick begins at once and may be many at a time; what
 * first has to look something up lets those behind it wait.
 */
export class Ordered {
  readonly #tails = new Map<string, Promise<unknown>>();

  run<T>(key: string, slow: boolean, work: () => Promise<T>): Promise<T> {
    const tail = this.#tails.get(key);
    if (!slow && tail === undefined) return work();
    const result = (tail ?? Promise.resolve()).then(work);
    const leave = () => {
      if (this.#tails.get(key) === settled) this.#tails.delete(key);
    };
    const settled: Promise<void> = result.then(leave, leave);
    this.#tails.set(key, settled);
    return result;
  }
}
