import type { Visitor } from '@alongside/protocol';
import { useCallback, useEffect, useState } from 'react';
import { asError } from '../errors/as-error.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useMoved } from './use-moved.ts';

/** As many as fit a look; a longer list would change faster than anybody reads. */
const MOST = 100;
/** Who leaves says nothing when an app is closed: so the list is looked at again even if nobody moves. */
const AGAIN = 60_000;

export interface OnSite {
  /** null until the first answer is here. */
  readonly visitors: readonly Visitor[] | null;
  readonly more: boolean;
  readonly code: string | null;
  readonly again: () => void;
}

/** Who is on the site, fresh while it is looked at. */
export function useVisitors(): OnSite {
  const { client } = useConsole();
  const [state, setState] = useState<Omit<OnSite, 'again'>>({ visitors: null, more: false, code: null });
  const again = useCallback(() => {
    client.call('listVisitors', { query: { limit: MOST } }).then(
      ({ visitors, nextCursor }) => setState({ visitors, more: nextCursor !== null, code: null }),
      // What is seen stays: a list of a moment ago is better than none.
      (error) => setState((now) => ({ ...now, code: asError(error).code })),
    );
  }, [client]);
  useEffect(() => {
    again();
    const timer = setInterval(again, AGAIN);
    return () => clearInterval(timer);
  }, [again]);
  useMoved(null, again);
  return { ...state, again };
}
