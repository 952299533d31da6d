/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import { useObservable, useWidget } from '../context.ts';
import { standingTexts } from '../logic/waiting.ts';
import { CallBack } from '../parts/call-back.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Figures } from '../parts/figures.tsx';
import { useFocusOnEnter } from '../parts/use-focus-on-enter.ts';

/** More people than this before someone are drawn as a number. */
const HEADS = 6;

/** Everyone before the customer as a dot; they go one by one. */
function Line({ ahead }: { ahead: number }) {
  if (ahead === 0) return null;
  return (
    <div class="line" aria-hidden="true">
      {Array.from({ length: Math.min(ahead, HEADS) }, (_, index) => (
        <span class="line-head" key={index} />
      ))}
      {ahead > HEADS && <span class="line-more">+{ahead - HEADS}</span>}
      <span class="line-head line-you" />
    </div>
  );
}

/** The wait that a customer can trust: place, range, and the way out. */
export function WaitScreen() {
  const { alongside, config, t, formats } = useWidget();
  const { standing, waitDisplayText } = useObservable(alongside.help);
  const [asking, setAsking] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const title = useFocusOnEnter<HTMLHeadingElement>();

  const texts = standing && standingTexts(standing, t, formats);
  const nobody = standing !== null && !standing.agentsAvailable;
  const heading = texts ? texts.place : t('wait.title');
  // Only a change of place is worth interrupting a listener; the range may shift every few seconds.
  const [told, setTold] = useState('');
  const news = `${heading}. ${nobody ? `${t('wait.nobody.title')}. ${t('wait.nobody.text')}` : ''}`;
  useEffect(() => setTold(news), [news]);

  const leave = () => {
    setAsking(false);
    setLeaving(true);
    alongside
      .closeMessaging()
      .catch(() => {})
      .finally(() => setLeaving(false));
  };
  return (
    <main class="wait">
      <div class="wait-middle">
        <Figures calm={nobody} />
        <h2 class="wait-title" ref={title} tabIndex={-1}>
          {heading}
        </h2>
        {standing && <Line ahead={standing.position - 1} />}
        {texts && !nobody && <p class="wait-range">{texts.wait}</p>}
        {nobody && (
          <div class="notice">
            <strong>{t('wait.nobody.title')}</strong>
            <p>{t('wait.nobody.text')}</p>
          </div>
        )}
        {waitDisplayText && (
          <p class="wait-words" dir="auto">
            {waitDisplayText}
          </p>
        )}
        <p class="as-visually-hidden" role="status">
          {told}
        </p>
      </div>
      <footer class="wait-foot">
        <p class="as-hint">{t('wait.keep', { tenant: config.name })}</p>
        <CallBack />
        <button type="button" class="as-button wide" disabled={leaving} onClick={() => setAsking(true)}>
          {leaving ? t('wait.leaving') : t('wait.leave')}
        </button>
      </footer>
      {asking && (
        <Confirm
          title={t('wait.confirm.title')}
          text={t('wait.confirm.text')}
          stay={t('wait.confirm.stay')}
          go={t('wait.leave')}
          onStay={() => setAsking(false)}
          onGo={leave}
        />
      )}
    </main>
  );
}
