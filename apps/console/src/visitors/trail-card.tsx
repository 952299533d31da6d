import { TrailList } from './trail-list.tsx';
import { useTrail } from './use-trail.ts';
import { nameOf, useVisitorTexts } from './use-visitor-texts.ts';

/** The pages of whoever writes, live beside the chat. Nothing is drawn where nothing is known: most companies' chats begin without. */
export function TrailCard({ conversationId }: { readonly conversationId: string }) {
  const texts = useVisitorTexts();
  const { trail, more } = useTrail({ conversationId }, 20);
  if (!trail) return null;
  const { visitor, events, nextCursor } = trail;
  const label = texts('trail.label', { name: nameOf(texts, visitor) });
  return (
    <section className="card" aria-labelledby="trail-card-title">
      <h2 className="card-title" id="trail-card-title">
        {texts('trail')}
      </h2>
      {visitor.page && (
        <p className="trail-now" dir="auto" title={visitor.page.url}>
          <span className="visitor-tag">{texts('trail.now')}</span>{' '}
          {visitor.page.title || visitor.page.url || texts('untitled')}
        </p>
      )}
      {events.length === 0 && <p className="card-empty">{texts('trail.empty')}</p>}
      {events.length > 0 && <TrailList events={events} label={label} />}
      {nextCursor && (
        <button type="button" className="as-button dense" onClick={more}>
          {texts('more')}
        </button>
      )}
    </section>
  );
}
