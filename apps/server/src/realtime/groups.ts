/** Several values under a key; a key without values is gone. */
export class Groups<K, V> {
  readonly #sets = new Map<K, Set<V>>();

  add(key: K, value: V): void {
    const set = this.#sets.get(key);
    if (set) set.add(value);
    else this.#sets.set(key, new Set([value]));
  }

  /** True if that was the last one under this key. */
  delete(key: K, value: V): boolean {
    const set = this.#sets.get(key);
    if (!set?.delete(value) || set.size > 0) return false;
    this.#sets.delete(key);
    return true;
  }

  of(key: K): Iterable<V> {
    return this.#sets.get(key) ?? [];
  }

  has(key: K): boolean {
    return this.#sets.has(key);
  }

  keys(): Iterable<K> {
    return this.#sets.keys();
  }

  get size(): number {
    return this.#sets.size;
  }
}
