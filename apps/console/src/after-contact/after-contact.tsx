import { useBusy, useConsole } from '../hooks/use-console.ts';
import { useNow } from '../hooks/use-now.ts';
import { clockText } from '../i18n/clock-text.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Keys } from '../ui/keys.tsx';

/** The time after a contact: how long nothing rings yet, and the way to end it. */
export function AfterContact({ until }: { readonly until: string }) {
  const { t } = useLanguage();
  const { commands } = useConsole();
  const busy = useBusy('ready');
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - useNow()) / 1000));
  return (
    <div className="presence-after">
      <span className="presence-why" id="presence-why" role="timer">
        {t('presence.after', { time: clockText(seconds, t.locale) })}
      </span>
      <button type="button" className="as-button dense" aria-disabled={busy} onClick={() => void commands.ready()}>
        {t('presence.ready.now')}
        <Keys keys={['Alt', 'R']} silent />
      </button>
    </div>
  );
}
