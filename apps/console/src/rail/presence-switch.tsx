import type { Desk } from '@alongside/protocol';
import { Suspense } from 'react';
import { Switch } from 'react-aria-components/Switch';
import { AfterContact } from '../after-contact/late.ts';
import { tone } from '../alerts/tone.ts';
import { useBusy, useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import type { PlainKey } from '../i18n/texts.ts';
import { useLanguage } from '../i18n/use-language.ts';

function reasonOf({ state, awayReason, openContacts, capacity }: Desk['presence']): PlainKey {
  // Who has just signed in need not be told that they signed out yesterday.
  if (state === 'away')
    return `presence.why.${awayReason === null || awayReason === 'signed_out' ? 'chosen' : awayReason}`;
  return openContacts >= capacity ? 'presence.full' : 'presence.ready';
}

/** Ringing is wished, and the browser does not let it out yet. */
function useSilent(): boolean {
  const { sound } = useObservable(useConsole().settings);
  return !useObservable(tone.unlocked) && sound;
}

/** Available or away, why, and how many places are taken. */
export function PresenceSwitch() {
  const { t } = useLanguage();
  const { client, commands } = useConsole();
  const presence = useObservable(client.desk)?.presence;
  const busy = useBusy('presence');
  const silent = useSilent();
  if (!presence) return <div className="presence presence-loading" aria-hidden="true" />;
  const { state, awayReason, openContacts: open, capacity, afterContactUntil } = presence;
  const available = state === 'available';
  const forced = awayReason === 'missed_offer' || awayReason === 'connection_lost';
  return (
    <div className="presence" data-state={state} data-forced={forced || undefined}>
      <Switch
        className="switch"
        isSelected={available}
        isDisabled={busy}
        onChange={(on) => void commands.setPresence(on ? 'available' : 'away')}
        aria-describedby="presence-why"
      >
        <span className="switch-track" aria-hidden="true">
          <span className="switch-thumb" />
        </span>
        <span className="presence-state">{t(available ? 'presence.available' : 'presence.away')}</span>
        <span className="as-visually-hidden">{t('presence.switch')}</span>
      </Switch>
      <span className="presence-places" title={t('presence.capacity.label', { open, capacity })}>
        <span aria-hidden="true">{t('presence.capacity', { open, capacity })}</span>
        <span className="as-visually-hidden">{t('presence.capacity.label', { open, capacity })}</span>
      </span>
      {available && afterContactUntil ? (
        <Suspense fallback={null}>
          <AfterContact until={afterContactUntil} />
        </Suspense>
      ) : (
        <span className="presence-why" id="presence-why">
          {t(reasonOf(presence))}
        </span>
      )}
      {available && silent && <span className="presence-why">{t('settings.sound.locked')}</span>}
    </div>
  );
}
