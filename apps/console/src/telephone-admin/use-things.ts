import { useConsole } from '../hooks/use-console.ts';

/** Puts a saved thing into a list that is kept whole, or takes a deleted one out, before the server is asked again. */
export function useThings<T>(key: string, idOf: (thing: T) => string) {
  const { cache } = useConsole();
  const list = () => (cache.get(key) as readonly T[] | undefined) ?? [];
  return {
    put(thing: T): void {
      const id = idOf(thing);
      const known = list().some((old) => idOf(old) === id);
      cache.set(key, known ? list().map((old) => (idOf(old) === id ? thing : old)) : [...list(), thing]);
    },
    remove(id: string): void {
      cache.set(
        key,
        list().filter((old) => idOf(old) !== id),
      );
    },
  };
}
