import { useState } from 'react';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Sure } from '../ui/sure.tsx';
import { TrailList } from './trail-list.tsx';
import { useTrail } from './use-trail.ts';
import { nameOf, useVisitorTexts } from './use-visitor-texts.ts';
import { VisitorFacts } from './visitor-facts.tsx';

/** The whole trail of one visitor; an administrator can erase them here. */
export function TrailPane({ visitorId, onErased }: { readonly visitorId: string; readonly onErased: () => void }) {
  const texts = useVisitorTexts();
  const { trail, code, again, more } = useTrail({ visitorId }, 50);
  const name = trail ? nameOf(texts, trail.visitor) : '';
  return (
    <section className="trail-pane" aria-labelledby="trail-title">
      <h2 className="trail-title" id="trail-title">
        {trail ? texts('trail.label', { name }) : texts('trail')}
      </h2>
      {trail && <VisitorFacts visitor={trail.visitor} />}
      {trail === undefined && !code && <Skeleton widths={[80, 60, 70]} />}
      {trail === undefined && code && <Failed text={texts('trail.failed')} code={code} retry={again} />}
      {trail === null && <p className="card-empty">{texts('trail.gone')}</p>}
      {trail?.events.length === 0 && <p className="card-empty">{texts('trail.empty')}</p>}
      {trail && trail.events.length > 0 && <TrailList events={trail.events} label={texts('trail.label', { name })} />}
      <div className="trail-acts">
        {trail?.nextCursor && (
          <button type="button" className="as-button dense" onClick={more}>
            {texts('more')}
          </button>
        )}
        {trail && <Erase visitorId={visitorId} onErased={onErased} />}
      </div>
    </section>
  );
}

function Erase({ visitorId, onErased }: { readonly visitorId: string; readonly onErased: () => void }) {
  const texts = useVisitorTexts();
  const { client, notices } = useConsole();
  const may = useConsoleState(({ session }) => session.phase === 'signed-in' && session.me.role === 'administrator');
  const [asked, setAsked] = useState(false);
  if (!may) return null;
  const erase = () =>
    client.call('eraseVisitor', { params: { visitorId } }).then(
      () => {
        notices.show('success', () => texts('erase.done'));
        onErased();
      },
      (error) => notices.failure(error),
    );
  if (!asked)
    return (
      <button type="button" className="as-button dense" onClick={() => setAsked(true)}>
        {texts('erase')}
      </button>
    );
  return (
    <Sure
      question={texts('erase.sure')}
      yes={texts('erase.yes')}
      no={texts('invite.cancel')}
      onYes={() => void erase()}
      onNo={() => setAsked(false)}
    />
  );
}
