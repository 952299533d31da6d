import type { ReactNode } from 'react';
import { Logo } from '../ui/logo.tsx';
import { LanguageMenu } from './language-menu.tsx';

interface EntranceProps {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

/** The page in front of the desk. */
export function Entrance({ title, lead, children }: EntranceProps) {
  return (
    <div className="entrance">
      <main className="entrance-card">
        <Logo />
        <h1 className="entrance-title">{title}</h1>
        <p className="entrance-lead">{lead}</p>
        {children}
      </main>
      <footer className="entrance-foot">
        <LanguageMenu />
      </footer>
    </div>
  );
}
