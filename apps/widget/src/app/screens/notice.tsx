/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { Figures } from '../parts/figures.tsx';
import { useFocusOnEnter } from '../parts/use-focus-on-enter.ts';

type Props = { title: string; children: ComponentChildren; calm?: boolean; action?: { text: string; run: () => void } };

/** A screen that says one thing: nothing open, connecting, left the queue, failed. */
export function NoticeScreen({ title, children, calm = true, action }: Props) {
  const heading = useFocusOnEnter<HTMLHeadingElement>();
  return (
    <main class="wait">
      <div class="wait-middle" role="status">
        <Figures calm={calm} />
        <h2 class="wait-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {children}
      </div>
      {action && (
        <footer class="wait-foot">
          <button type="button" class="as-button wide" onClick={action.run}>
            {action.text}
          </button>
        </footer>
      )}
    </main>
  );
}
