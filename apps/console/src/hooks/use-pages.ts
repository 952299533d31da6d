import { useCallback, useEffect, useState } from 'react';
import { asError } from '../errors/as-error.ts';

export interface Pages<T> {
  /** null until the first page is here. */
  readonly items: readonly T[] | null;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly code: string | null;
  /** The next page; after a failure the same one again. */
  readonly more: () => void;
  /** From the beginning. */
  readonly again: () => void;
}

/** A long list, one keyset page after the other. @param ask must stay the same for the same list */
export function usePages<T>(
  ask: (cursor: string | null) => Promise<{ items: readonly T[]; nextCursor: string | null }>,
): Pages<T> {
  const [state, setState] = useState<{ items: readonly T[] | null; cursor: string | null }>({
    items: null,
    cursor: null,
  });
  const [loading, setLoading] = useState(true);
  const [code, setCode] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again.
  useEffect(() => {
    let current = true;
    setLoading(true);
    setCode(null);
    setState({ items: null, cursor: null });
    ask(null).then(
      ({ items, nextCursor }) => {
        if (!current) return;
        setState({ items, cursor: nextCursor });
        setLoading(false);
      },
      (error) => {
        if (!current) return;
        setCode(asError(error).code);
        setLoading(false);
      },
    );
    return () => {
      current = false;
    };
  }, [ask, turn]);

  const more = useCallback(() => {
    const { cursor, items } = state;
    if (items === null) return setTurn((value) => value + 1);
    if (cursor === null || loading) return;
    setLoading(true);
    setCode(null);
    ask(cursor).then(
      (page) => {
        setState((now) => (now.items === items ? { items: [...items, ...page.items], cursor: page.nextCursor } : now));
        setLoading(false);
      },
      (error) => {
        setCode(asError(error).code);
        setLoading(false);
      },
    );
  }, [ask, state, loading]);

  return {
    items: state.items,
    hasMore: state.cursor !== null,
    loading,
    code,
    more,
    again: () => setTurn((value) => value + 1),
  };
}
