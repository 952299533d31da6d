/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { useTongue } from '../texts.ts';
import { spoken } from './short-code.ts';
import type { ShownCode, Together } from './use-together.ts';

/** The way into looking at the page with somebody of the bank, and out of it. */
export function TogetherCard({ together }: { readonly together: Together }) {
  const { t } = useTongue();
  const { state, code, failed } = together;
  return (
    <section class="ask card together-card">
      <div class="row-text">
        <h2>{t('together.title')}</h2>
        <p class="quiet">
          {t(state === 'unable' ? 'together.unable' : state === 'joined' ? 'together.joined' : 'together.text')}
        </p>
        {failed && (
          <p class="field-error" role="alert">
            {t('together.failed')}
          </p>
        )}
      </div>
      {state === 'joined' ? (
        <button type="button" class="as-button" onClick={() => together.end()}>
          {t('together.end')}
        </button>
      ) : (
        state !== 'unable' && (
          <button type="button" class="as-button" aria-disabled={state === 'starting'} onClick={() => together.start()}>
            {t('together.start')}
          </button>
        )
      )}
      {code && <CodeDialog together={together} code={code} />}
    </section>
  );
}

function CodeDialog({ together, code }: { readonly together: Together; readonly code: ShownCode }) {
  const { t, formats } = useTongue();
  const left = useSecondsLeft(code.until);
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard?.writeText(spoken(code.code)).then(
      () => setCopied(true),
      () => {},
    );
  return (
    <Dialog label={t('together.code')} look="sheet" onLeave={() => together.end()}>
      <header class="dialog-head">
        <h2>{t('together.code')}</h2>
        <button type="button" class="icon-button" onClick={() => together.end()} aria-label={t('together.cancel')}>
          <Icon name="close" />
        </button>
      </header>
      <p>{t('together.code.text')}</p>
      {/* The code is for the ear of one person: nobody who looks at this page is to see it in the copy. */}
      <p class="short-code assist-no-show" data-over={left === 0 || undefined}>
        {spoken(code.code)}
      </p>
      <p class="quiet" role="timer">
        {left === 0 ? t('together.code.over') : t('together.code.left', { time: formats.duration(left) })}
      </p>
      <div class="together-acts">
        {left > 0 && (
          <button type="button" class="as-button" onClick={() => void copy()}>
            {t(copied ? 'together.copied' : 'together.copy')}
          </button>
        )}
        <button
          type="button"
          class={left === 0 ? 'as-button as-button-main' : 'as-button'}
          onClick={() => {
            setCopied(false);
            together.renew();
          }}
        >
          {t('together.renew')}
        </button>
      </div>
    </Dialog>
  );
}

function useSecondsLeft(until: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((until - now) / 1_000));
}
