/** Several values under a key; a key without values is gone. */
export class Groups<V> {
  readonly #sets = new Map<string, Set<V>>();

  add(key: string, value: V): void {
    const set = this.#sets.get(key);
    if (set) set.add(value);
    else this.#sets.set(key, new Set([value]));
  }

  delete(key: string, value: V): void {
    const set = this.#sets.get(key);
    if (set?.delete(value) && set.size === 0) this.#sets.delete(key);
  }

  of(key: string): readonly V[] {
    return [...(this.#sets.get(key) ?? [])];
  }

  keys(): readonly string[] {
    return [...this.#sets.keys()];
  }

  has(key: string): boolean {
    return this.#sets.has(key);
  }
}
