import type { AlongsideError, ConnectionStatus } from '@alongside/sdk/agent';
import { CloudOff, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useOnline } from '../hooks/use-online.ts';
import type { PlainKey } from '../i18n/texts.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { useCountdown } from '../sign-in/use-countdown.ts';
import { Spinner } from '../ui/spinner.tsx';

/** A connection that is back within this time was never worth a word. */
const PATIENCE_MS = 1_200;

function useLate(status: ConnectionStatus): boolean {
  const troubled = status.state === 'connecting' || status.state === 'reconnecting';
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!troubled) return setLate(false);
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [troubled]);
  return troubled && late;
}

/** How the connection is, if it is not well, and what to do about it. */
export function ConnectionBanner() {
  const { client, speak } = useConsole();
  const status = useObservable(client.connection);
  const late = useLate(status);
  useEffect(() => {
    if (!late) return;
    return () => {
      const { state } = client.connection.get();
      if (state === 'connected' || state === 'configured') speak.politely((t) => t('connection.restored'));
    };
  }, [late, client, speak]);
  if (status.state === 'error') return <Broken error={status.error} />;
  return late ? <Lost status={status} /> : null;
}

function Lost({ status }: { readonly status: ConnectionStatus }) {
  const { t, clock } = useLanguage();
  const { wake } = useConsole();
  const online = useOnline();
  const [until, setUntil] = useState<number | null>(null);
  const { retryInMs } = status;
  useEffect(() => setUntil(retryInMs === null ? null : Date.now() + retryInMs), [retryInMs]);
  const left = useCountdown(until);
  const text: PlainKey = !online
    ? 'connection.offline'
    : status.state === 'connecting'
      ? 'connection.connecting'
      : 'connection.reconnecting';
  return (
    <div className="banner banner-warning" role="status">
      {left > 0 || !online ? <CloudOff size={16} aria-hidden="true" /> : <Spinner />}
      <p>
        {t(text)}
        {left > 1 && online && <span aria-hidden="true"> {t('connection.retry', { time: clock(left) })}</span>}
      </p>
      {left > 1 && online && (
        <button type="button" className="as-button dense" onClick={wake}>
          {t('connection.now')}
        </button>
      )}
    </div>
  );
}

function textOf(error: AlongsideError | null): PlainKey {
  if (error?.correctiveAction === 'upgrade_client') return 'connection.error.upgrade';
  return error?.code === 'origin_refused' ? 'connection.error.origin' : 'connection.error.other';
}

function Broken({ error }: { readonly error: AlongsideError | null }) {
  const { t } = useLanguage();
  const { client } = useConsole();
  const upgrade = error?.correctiveAction === 'upgrade_client';
  return (
    <div className="banner banner-danger" role="alert">
      <TriangleAlert size={16} aria-hidden="true" />
      <p>
        {t(textOf(error))} {error && <span className="code">{t('common.code', { code: error.code })}</span>}
      </p>
      <button
        type="button"
        className="as-button dense"
        onClick={() => (upgrade ? location.reload() : client.connect())}
      >
        {t(upgrade ? 'connection.error.upgrade.action' : 'common.retry')}
      </button>
    </div>
  );
}
