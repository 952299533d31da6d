/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { useObservable, useWidget } from '../context.ts';
import { Confirm } from './confirm.tsx';
import { Icon } from './icons.tsx';

/** The tenant's face: logo, or the first letter of the name on its colour. */
function TenantLogo() {
  const { config } = useWidget();
  const [broken, setBroken] = useState(false);
  if (config.logoUrl && !broken) {
    return <img class="logo" src={config.logoUrl} alt="" onError={() => setBroken(true)} />;
  }
  return (
    <span class="logo logo-letter" aria-hidden="true">
      {[...config.name][0]}
    </span>
  );
}

export function Header() {
  const { alongside, config, t, hide, openCalls, showPage, ui } = useWidget();
  const help = useObservable(alongside.help);
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  const { state } = useObservable(alongside.connection);
  const canEnd = state !== 'error' && (help.phase === 'active' || (help.phase === 'waiting' && help.everStarted));

  const { calls, failure, inCall, starting } = useObservable(ui);
  const [calling, setCalling] = useState(false);
  const kinds = config.helpTypes?.filter((kind) => kind !== 'CHAT') ?? [];
  const line =
    failure || starting || state === 'error'
      ? t('header.help')
      : help.phase === 'active' && help.agent
        ? t('header.agent', { agent: help.agent.name })
        : help.phase === 'ended' && help.everStarted
          ? t('header.ended')
          : t('header.help');
  const end = () => {
    setAsking(false);
    setFailed(false);
    alongside.endChat().catch(() => setFailed(true));
  };
  return (
    <header class="header">
      <TenantLogo />
      <div class="header-words">
        <h1 class="header-name">
          <bdi>{config.name}</bdi>
        </h1>
        <p class="header-line">{failed && canEnd ? t('chat.end.failed') : line}</p>
      </div>
      {(help.phase === 'active' || help.phase === 'waiting') && window.parent !== window && (
        <button type="button" class="round" aria-label={t('header.show')} title={t('header.show')} onClick={showPage}>
          <Icon name="show" />
        </button>
      )}
      {help.phase === 'active' && kinds.length > 0 && !inCall && (
        <button
          type="button"
          class="round"
          aria-label={t('header.call')}
          title={t('header.call')}
          onClick={() => void openCalls().then((calls) => setCalling(calls !== null))}
        >
          <Icon name="call" />
        </button>
      )}
      {calling && calls && <calls.Start kinds={kinds} onClose={() => setCalling(false)} />}
      {canEnd && (
        <button type="button" class="as-button as-button-quiet header-end" onClick={() => setAsking(true)}>
          {t('header.end')}
        </button>
      )}
      <button type="button" class="round" aria-label={t('header.hide')} title={t('header.hide')} onClick={hide}>
        <Icon name="hide" />
      </button>
      {asking && (
        <Confirm
          title={t('chat.end.title')}
          text={t('chat.end.text')}
          stay={t('chat.end.stay')}
          go={t('header.end')}
          onStay={() => setAsking(false)}
          onGo={end}
        />
      )}
    </header>
  );
}
