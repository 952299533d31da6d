/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import { useObservable, useWidget } from '../context.ts';
import { adviceFor } from '../logic/advice.ts';

/** A short break is over before anyone needs to hear of it. */
const CALM_MS = 1500;

/** Says what the connection is doing, if that concerns the customer, and what they can do. */
export function Banner() {
  const { alongside, config, t, reconnectNow } = useWidget();
  const { state, error } = useObservable(alongside.connection);
  const { phase, everStarted } = useObservable(alongside.help);
  const troubled = state === 'reconnecting' || state === 'connecting';
  const [shown, setShown] = useState(false);
  const [back, setBack] = useState(false);

  useEffect(() => {
    if (troubled) {
      const timer = setTimeout(() => setShown(true), CALM_MS);
      return () => clearTimeout(timer);
    }
    if (!shown) return;
    setShown(false);
    setBack(true);
    const timer = setTimeout(() => setBack(false), 3000);
    return () => clearTimeout(timer);
  }, [troubled, shown]);

  const failed = state === 'error' && phase !== 'idle';
  return (
    <div class="banner-place" role="status">
      {failed && (
        <div class="banner banner-danger">
          <div>
            <strong>{t('error.title')}</strong>
            <p>
              {t(adviceFor(error?.correctiveAction ?? 'none', error?.code ?? ''), { tenant: config.name })}{' '}
              {error && <span class="code">{t('error.code', { code: error.code })}</span>}
            </p>
          </div>
        </div>
      )}
      {troubled && shown && (
        <div class="banner banner-warning">
          <span class="spinner" aria-hidden="true" />
          <div>
            <strong>{t(state === 'connecting' ? 'line.connecting' : 'line.reconnecting')}</strong>
            <p>{t(phase === 'waiting' && !everStarted ? 'line.waiting.text' : 'line.reconnecting.text')}</p>
          </div>
          <button type="button" class="as-button banner-button" onClick={reconnectNow}>
            {t('line.retry')}
          </button>
        </div>
      )}
      {!troubled && !failed && back && <div class="banner banner-success">{t('line.back')}</div>}
    </div>
  );
}
