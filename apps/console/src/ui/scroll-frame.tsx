import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

interface ScrollFrameProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** Around a list whose lines are reached from a search field: the list has no focus of its own, but what scrolls must be able to by keys. */
export function ScrollFrame({ label, children }: ScrollFrameProps) {
  const frame = useRef<HTMLElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setScrolls(element.scrollHeight > element.clientHeight));
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <section ref={frame} className="choices" aria-label={label} {...(scrolls ? { tabIndex: 0 } : {})}>
      {children}
    </section>
  );
}
