import type { Contact } from '@alongside/protocol';
import { useTexts } from '../i18n/use-language.ts';
import { Fact } from './customer-card.tsx';

type Thread = NonNullable<Contact['thread']>;

/** Where a chat came in: its channel, its thread, and what the customer answered there. */
export function ThreadCard({ thread }: { readonly thread: Thread }) {
  const t = useTexts();
  const { channelName, name, offline, contactFields, customerFields, participants = [] } = thread;
  return (
    <section className="card" aria-labelledby="thread-title">
      <h2 className="card-title" id="thread-title">
        {t('thread.title')}
      </h2>
      <dl className="facts">
        <Fact label={t('thread.channel')}>
          <bdi>{channelName}</bdi>
        </Fact>
        {name !== '' && (
          <Fact label={t('thread.name')}>
            <bdi>{name}</bdi>
          </Fact>
        )}
        {participants.length > 0 && (
          <Fact label={t('thread.participants')}>
            <bdi>{participants.map((one) => one.name || t('thread.guest')).join(', ')}</bdi>
          </Fact>
        )}
      </dl>
      {offline && <p className="card-empty">{t('thread.offline')}</p>}
      <Fields title={t('thread.contact')} fields={contactFields} />
      <Fields title={t('thread.customer')} fields={customerFields} />
    </section>
  );
}

function Fields({ title, fields }: { readonly title: string; readonly fields: Thread['contactFields'] }) {
  if (fields.length === 0) return null;
  return (
    <>
      <h3 className="card-title">{title}</h3>
      <dl className="facts">
        {fields.map(({ ident, value }) => (
          <Fact key={ident} label={ident} {...(value ? { copy: value } : {})}>
            <bdi>{value}</bdi>
          </Fact>
        ))}
      </dl>
    </>
  );
}
