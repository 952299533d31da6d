import type { Visitor } from '@alongside/protocol';
import { useLanguage } from '../i18n/use-language.ts';
import { formatRoute } from '../state/route.ts';
import { nameOf, useVisitorTexts } from './use-visitor-texts.ts';
import { VisitorFacts } from './visitor-facts.tsx';

interface VisitorLineProps {
  readonly visitor: Visitor;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onInvite: () => void;
}

/** One who is on the site: their page, the way to their trail, and an invitation. */
export function VisitorLine({ visitor, chosen, onChoose, onInvite }: VisitorLineProps) {
  const { formats } = useLanguage();
  const texts = useVisitorTexts();
  const name = nameOf(texts, visitor);
  const { page, invitation } = visitor;
  return (
    <li className="thing thing-open visitor" data-chosen={chosen}>
      <div className="thing-text">
        <a
          className="thing-name visitor-name"
          dir="auto"
          href={formatRoute({ at: 'page', page: 'visitors', part: visitor.id })}
          aria-current={chosen ? 'true' : undefined}
          aria-label={texts('trail.label', { name })}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            onChoose();
          }}
        >
          {name}
        </a>
        {page && (
          <span className="side" dir="auto" title={page.url}>
            {texts('page', { page: page.title || page.url || texts('untitled'), time: formats.time(page.since) })}
          </span>
        )}
        <VisitorFacts visitor={visitor} />
      </div>
      <div className="thing-acts">
        {invitation && <span className="visitor-tag">{texts('invited')}</span>}
        <button
          type="button"
          className="as-button dense"
          aria-label={texts('invite.label', { name })}
          onClick={onInvite}
        >
          {texts('invite')}
        </button>
      </div>
    </li>
  );
}
