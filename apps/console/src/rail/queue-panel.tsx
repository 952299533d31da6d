import type { QueueView } from '@alongside/protocol';
import { Button } from 'react-aria-components/Button';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { useBusy, useConsole } from '../hooks/use-console.ts';
import { useSecondsSince } from '../hooks/use-now.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Skeleton } from '../ui/skeleton.tsx';

type Waiting = QueueView['head'][number];

/** Who waits, and since when; each can be taken by hand. */
export function QueuePanel() {
  const { client } = useConsole();
  const queues = useObservable(client.queues);
  if (!queues) {
    return (
      <section className="rail-section">
        <Skeleton widths={[50, 70]} />
      </section>
    );
  }
  return queues.map((queue) => <Queue key={queue.id} queue={queue} />);
}

function Queue({ queue }: { readonly queue: QueueView }) {
  const { t, clock } = useLanguage();
  const { commands } = useConsole();
  const oldest = useSecondsSince(queue.oldestRequestedAt);
  const heading = `queue-${queue.id}`;
  const more = queue.waiting - queue.head.length;
  return (
    <section className="rail-section" aria-labelledby={heading} data-empty={queue.waiting === 0 || undefined}>
      <h2 className="rail-title" id={heading}>
        <span>
          {t('queue.title')} <span className="rail-title-name">{queue.name}</span>
        </span>
        {queue.waiting > 0 && (
          <span className="queue-figures">
            {t('queue.waiting', { count: queue.waiting })}
            {queue.oldestRequestedAt && ` · ${t('queue.oldest', { time: clock(oldest) })}`}
          </span>
        )}
      </h2>
      {queue.waiting === 0 ? (
        <p className="rail-empty">{t('queue.empty')}</p>
      ) : (
        <GridList
          className="queue"
          aria-labelledby={heading}
          items={queue.head.map((contact) => ({ id: contact.contactId, contact }))}
          onAction={(key) => {
            const contact = queue.head.find(({ contactId }) => contactId === key);
            if (contact && !contact.offered) void commands.pick(contact);
          }}
        >
          {({ contact }) => <QueueRow contact={contact} />}
        </GridList>
      )}
      {more > 0 && <p className="rail-empty">{t('queue.more', { count: more })}</p>}
    </section>
  );
}

function QueueRow({ contact }: { readonly contact: Waiting }) {
  const { t, clock } = useLanguage();
  const { commands } = useConsole();
  const waited = useSecondsSince(contact.requestedAt);
  const busy = useBusy(`pick:${contact.contactId}`);
  return (
    <GridListItem className="queue-row" id={contact.contactId} textValue={contact.customerName}>
      <span className="queue-name clip" dir="auto">
        {contact.customerName}
      </span>
      <span className="queue-waited">{clock(waited)}</span>
      {contact.offered ? (
        <span className="queue-ringing">{t('queue.ringing')}</span>
      ) : (
        <Button
          className="as-button dense"
          isDisabled={busy}
          aria-label={t('queue.pick.label', { name: contact.customerName })}
          onPress={() => void commands.pick(contact)}
        >
          {t('queue.pick')}
        </Button>
      )}
    </GridListItem>
  );
}
