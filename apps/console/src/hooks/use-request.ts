import { useEffect, useState } from 'react';
import { asError } from '../errors/as-error.ts';
import { useConsole } from './use-console.ts';

export interface Request<T> {
  /** The last good answer, of this or an earlier asking. */
  readonly data: T | null;
  /** Code of what went wrong; null while it goes well. */
  readonly code: string | null;
  readonly loading: boolean;
  readonly again: () => void;
}

/**
 * Asks the server while this is drawn. What was answered under the same name before is shown at once and asked again behind it.
 * @param name null asks nothing
 */
export function useRequest<T>(name: string | null, ask: () => Promise<T>): Request<T> {
  const { cache } = useConsole();
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<{ name: string; code: string | null } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the name stands for what is asked.
  useEffect(() => {
    if (name === null) return;
    let current = true;
    ask().then(
      (data) => {
        cache.set(name, data);
        if (current) setAnswer({ name, code: null });
      },
      (error) => {
        if (current) setAnswer({ name, code: asError(error).code });
      },
    );
    return () => {
      current = false;
    };
  }, [name, turn, cache]);
  const mine = answer !== null && answer.name === name;
  const data = name === null ? null : ((cache.get(name) as T | undefined) ?? null);
  return {
    data,
    code: mine && data === null ? answer.code : null,
    loading: name !== null && data === null && !mine,
    again: () => {
      setAnswer(null);
      setTurn((value) => value + 1);
    },
  };
}
