import { Coffee, Headset, MessagesSquare } from 'lucide-react';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useTexts } from '../i18n/use-language.ts';
import { Empty } from '../ui/empty.tsx';
import { Keys } from '../ui/keys.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

/** No chat is open: how things stand, and the next step. */
export function Overview() {
  const t = useTexts();
  const { client, commands, rows: source } = useConsole();
  const desk = useObservable(client.desk);
  const rows = useObservable(source);
  const waiting = (useObservable(client.queues) ?? []).reduce((sum, queue) => sum + queue.waiting, 0);
  if (!desk) return <Skeleton widths={[30, 60, 45]} />;
  const available = desk.presence.state === 'available';
  const text = rows.length > 0 ? 'chat.none.open' : available ? 'chat.none.available' : 'chat.none.away';
  const icon = rows.length > 0 ? MessagesSquare : available ? Headset : Coffee;
  return (
    <Empty main icon={icon} title={t('chat.none.title')} text={t(text)}>
      {waiting > 0 && <p className="empty-fact">{t('chat.none.waiting', { count: waiting })}</p>}
      {!available && (
        <button
          type="button"
          className="as-button as-button-main"
          onClick={() => void commands.setPresence('available')}
        >
          {t('offer.missed.action')}
        </button>
      )}
      <p className="empty-keys">
        <Keys keys={['Ctrl', 'K']} /> {t('keys.switch')}
      </p>
      <p className="empty-keys">
        <Keys keys={['?']} /> {t('keys.title')}
      </p>
    </Empty>
  );
}
