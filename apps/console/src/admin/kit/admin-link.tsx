import type { ReactNode } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { formatRoute } from '../../state/route.ts';

interface AdminLinkProps {
  /** A section, or one thing of it as `queues/<id>`; null is the list of sections. */
  readonly to: string | null;
  readonly className?: string;
  readonly current?: boolean;
  readonly children: ReactNode;
}

/** A way within administration that can be opened in a tab of its own. */
export function AdminLink({ to, className, current = false, children }: AdminLinkProps) {
  const { go } = useConsole();
  return (
    <a
      className={className}
      href={formatRoute({ at: 'page', page: 'admin', part: to })}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go.openPage('admin', to);
      }}
    >
      {children}
    </a>
  );
}
