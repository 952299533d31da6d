import { useCobrowseTexts } from './cobrowse-texts.ts';
import type { Choice, Together } from './together.ts';

interface ChoicesProps {
  readonly together: Together;
  readonly choices: readonly Choice[];
}

/** A list of the customer's page, opened here: the page's own opens only for the hand that is there. */
export function Choices({ together, choices }: ChoicesProps) {
  const texts = useCobrowseTexts();
  return (
    <div
      className="together-choices"
      role="dialog"
      aria-label={texts('choices.title')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        void together.pick(null);
      }}
    >
      <p className="menu-title">{texts('choices.title')}</p>
      <div className="together-choice-list">
        {choices.map(({ value, text }, index) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: two choices of a page may have the same value.
            key={index}
            type="button"
            className="menu-item"
            // biome-ignore lint/a11y/noAutofocus: the list was opened to choose from.
            autoFocus={index === 0}
            dir="auto"
            onClick={() => void together.pick(value)}
          >
            {text}
          </button>
        ))}
      </div>
      <button type="button" className="as-button dense" onClick={() => void together.pick(null)}>
        {texts('cancel')}
      </button>
    </div>
  );
}
