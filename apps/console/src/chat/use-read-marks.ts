import type { AgentConversation } from '@alongside/sdk/agent';
import { useEffect, useSyncExternalStore } from 'react';
import { useObservable } from '../hooks/use-observable.ts';

function subscribe(listener: () => void): () => void {
  addEventListener('focus', listener);
  addEventListener('blur', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    removeEventListener('focus', listener);
    removeEventListener('blur', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}

const isLookedAt = () => document.visibilityState === 'visible' && document.hasFocus();

/** Tells the customer that their messages were read, when they truly are in front of somebody. */
export function useReadMarks(view: AgentConversation, shown: boolean): void {
  const lookedAt = useSyncExternalStore(subscribe, isLookedAt);
  const { unread } = useObservable(view.status);
  useEffect(() => {
    if (shown && lookedAt && unread > 0) view.markRead();
  }, [view, shown, lookedAt, unread]);
}
