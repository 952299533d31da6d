import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { IconButton } from '../ui/icon-button.tsx';

interface PageFrameProps {
  readonly title: string;
  /** One line under the title: what this is for, or what it is as of. */
  readonly lead?: ReactNode;
  /** Buttons and filters on the title's line. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page beside the chats: its head stays, its body scrolls. The keyboard begins at its title. */
export function PageFrame({ title, lead, actions, children }: PageFrameProps) {
  const t = useTexts();
  const { go } = useConsole();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section className="page" aria-labelledby="page-title">
      <header className="page-head">
        <span className="page-back">
          <IconButton icon={ArrowLeft} label={t('common.back')} onPress={go.back} />
        </span>
        <div className="page-titles">
          <h1 className="page-title" id="page-title" ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p className="page-lead">{lead}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      <div className="page-body">{children}</div>
    </section>
  );
}
