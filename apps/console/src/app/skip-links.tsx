import { useTexts } from '../i18n/use-language.ts';
import { focusPlace, type PlaceName } from '../keyboard/focus.ts';

const PLACES: readonly PlaceName[] = ['list', 'log', 'composer', 'details'];
const TEXTS = { list: 'skip.chats', log: 'skip.log', composer: 'skip.composer', details: 'skip.details' } as const;

/** First on the page, seen only by the keyboard: straight to a pane. */
export function SkipLinks() {
  const t = useTexts();
  return (
    <div className="skip">
      {PLACES.map((place) => (
        <button key={place} type="button" className="as-button dense" onClick={() => focusPlace(place)}>
          {t(TEXTS[place])}
        </button>
      ))}
    </div>
  );
}
