import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Within this many pixels of the end the log counts as being at its end. */
const NEAR = 48;

export interface LogScroll {
  readonly frame: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLOListElement | null>;
  readonly atEnd: boolean;
  readonly toEnd: () => void;
  readonly onScroll: () => void;
}

/**
 * Keeps the newest message in sight while the reader is at the end, and the line under their eyes where it is while they are not.
 * @param firstKey of what is drawn first: another one means that earlier messages were put in front
 */
export function useLogScroll(firstKey: string | undefined, onNearStart: () => void): LogScroll {
  const frame = useRef<HTMLElement>(null);
  const content = useRef<HTMLOListElement>(null);
  const pinned = useRef(true);
  const before = useRef<{ key: string | undefined; height: number }>({ key: undefined, height: 0 });
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = useCallback(() => {
    const element = frame.current;
    if (!element) return;
    pinned.current = true;
    setAtEnd(true);
    element.scrollTop = element.scrollHeight;
  }, []);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const { key, height } = before.current;
    if (pinned.current) element.scrollTop = element.scrollHeight;
    else if (key !== firstKey) element.scrollTop += element.scrollHeight - height;
    before.current = { key: firstKey, height: element.scrollHeight };
  });

  // Pictures arrive, the field below grows: the end stays the end.
  useEffect(() => {
    const element = frame.current;
    if (!element || !content.current) return;
    const observer = new ResizeObserver(() => {
      if (pinned.current) element.scrollTop = element.scrollHeight;
      before.current = { ...before.current, height: element.scrollHeight };
    });
    observer.observe(element);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);

  const onScroll = useCallback(() => {
    const element = frame.current;
    if (!element) return;
    pinned.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    setAtEnd(pinned.current);
    if (element.scrollTop < NEAR * 2 && element.scrollHeight > element.clientHeight) onNearStart();
  }, [onNearStart]);

  return { frame, content, atEnd, toEnd, onScroll };
}
