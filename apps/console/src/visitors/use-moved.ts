import { useEffect, useRef } from 'react';
import { useConsole } from '../hooks/use-console.ts';

/** Calls when these visitors moved, or any of them for null; at most as often as the server tells. */
export function useMoved(visitorId: string | null, moved: () => void): void {
  const { client } = useConsole();
  const latest = useRef(moved);
  latest.current = moved;
  useEffect(
    () =>
      client.watchVisitors((frame) => {
        if (frame === null || visitorId === null || frame.more || frame.visitorIds.includes(visitorId))
          latest.current();
      }),
    [client, visitorId],
  );
}
