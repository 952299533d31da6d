import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text?: string;
  /** It stands for the whole page: its title is the page's. */
  readonly main?: boolean;
  readonly children?: ReactNode;
}

/** Nothing is here: says why, and what to do. */
export function Empty({ icon: Icon, title, text, main = false, children }: EmptyProps) {
  const Title = main ? 'h1' : 'h2';
  return (
    <div className="empty">
      <Icon size={28} strokeWidth={1.5} aria-hidden="true" />
      <Title className="empty-title">{title}</Title>
      {text && <p className="empty-text">{text}</p>}
      {children}
    </div>
  );
}
