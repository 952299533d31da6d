import type { AgentConversation, TimelineItem } from '@alongside/sdk/agent';
import { useCallback, useState } from 'react';
import { useObservable } from '../hooks/use-observable.ts';

/** Drawn at once; more are drawn as the reader scrolls back. */
const STEP = 120;

export interface LogWindow {
  readonly items: readonly TimelineItem[];
  readonly hasEarlier: boolean;
  readonly loading: boolean;
  readonly failed: boolean;
  readonly showEarlier: () => void;
}

/** The end of a long log: what was read before is drawn, and fetched, only when the reader goes back to it. */
export function useWindow(view: AgentConversation): LogWindow {
  const timeline = useObservable(view.timeline);
  const { hasEarlier } = useObservable(view.status);
  // By key, not by count: new messages do not push old ones out while somebody reads them.
  const [from, setFrom] = useState<string | null>(null);
  const [size, setSize] = useState(STEP);
  const [loading, setLoading] = useState(false);
  const [failed, setFailed] = useState(false);

  const anchored = from === null ? -1 : timeline.findIndex((item) => item.key === from);
  const start = anchored === -1 ? Math.max(0, timeline.length - size) : anchored;

  const showEarlier = useCallback(() => {
    if (loading) return;
    if (start > 0) {
      const next = Math.max(0, start - STEP);
      setSize(timeline.length - next);
      setFrom(timeline[next]?.key ?? null);
      return;
    }
    if (!hasEarlier) return;
    setLoading(true);
    setFailed(false);
    view.loadEarlier().then(
      () => {
        setFrom(null);
        setSize(view.timeline.get().length);
        setLoading(false);
      },
      () => {
        setLoading(false);
        setFailed(true);
      },
    );
  }, [view, timeline, start, hasEarlier, loading]);

  return { items: timeline.slice(start), hasEarlier: start > 0 || hasEarlier, loading, failed, showEarlier };
}
