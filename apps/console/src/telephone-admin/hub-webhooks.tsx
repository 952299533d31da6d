import type { Webhook, WebhookEventType } from '@alongside/protocol';
import { type FormEvent, useState } from 'react';
import { AdminLink } from '../admin/kit/admin-link.tsx';
import { RefusalNote } from '../admin/kit/form-frame.tsx';
import { Labelled } from '../admin/kit/labelled.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { SecretDialog } from '../admin/kit/secret-dialog.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { useAct } from '../admin/kit/use-act.ts';
import { useKept, useList } from '../admin/kit/use-lists.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useTelephoneTexts } from './telephone-texts.ts';

const EVENTS = ['call.requested', 'call.answered', 'call.ended'] as const satisfies readonly WebhookEventType[];

/** Webhooks in the published form of the phone link: its form is chosen when one is made, so this is where they are made. */
export function HubWebhooks() {
  const { a } = useAdmin();
  const texts = useTelephoneTexts();
  const webhooks = useList<Webhook>('webhooks');
  const [made, setMade] = useState<{ readonly webhook: Webhook; readonly secret: string } | null>(null);
  const kept = useKept('webhooks');
  return (
    <section className="beneath" aria-labelledby="phone-webhooks">
      <h2 className="group-title" id="phone-webhooks">
        {texts('webhooks')}
      </h2>
      <p className="as-hint">{texts('webhooks.text')}</p>
      <Loaded of={{ webhooks }}>
        {(data) => {
          const hubs = data.webhooks.filter(({ style }) => style === 'hub');
          if (hubs.length === 0) return <p className="as-hint">{texts('webhooks.none')}</p>;
          return (
            <ul className="things" aria-label={texts('webhooks')}>
              {hubs.map(({ id, url, enabled, dead }) => (
                <li key={id} className="thing" data-muted={!enabled || undefined}>
                  <AdminLink to={`webhooks/${id}`} className="thing-link">
                    <span className="thing-text">
                      <span className="thing-name">{url}</span>
                    </span>
                    {dead > 0 && <span className="tag">{a('webhooks.tag.dead', { count: dead })}</span>}
                    <span className="tag">{a(enabled ? 'webhooks.tag.on' : 'webhooks.tag.off')}</span>
                  </AdminLink>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <NewWebhook onMade={setMade} />
      {made && (
        <SecretDialog
          title={a('webhooks.secret')}
          text={a('webhooks.secret.text')}
          values={[{ name: a('keys.secret.label'), value: made.secret }]}
          onClose={() => {
            kept.put(made.webhook);
            webhooks.again();
            setMade(null);
          }}
        />
      )}
    </section>
  );
}

function NewWebhook({ onMade }: { readonly onMade: (made: { webhook: Webhook; secret: string }) => void }) {
  const { a } = useAdmin();
  const texts = useTelephoneTexts();
  const { client } = useConsole();
  const act = useAct();
  const [url, setUrl] = useState('');
  const [wrong, setWrong] = useState(false);
  const make = (event: FormEvent) => {
    event.preventDefault();
    const good = /^https?:\/\/./.test(url.trim());
    setWrong(!good);
    if (!good) return;
    void act.run(async () => {
      onMade(await client.call('createWebhook', { body: { url: url.trim(), events: [...EVENTS], style: 'hub' } }));
      setUrl('');
    });
  };
  return (
    <form className="inline-form" onSubmit={make} noValidate aria-label={texts('webhooks.add')}>
      <Labelled label={a('webhooks.url')} hint={a('webhooks.url.hint')} fault={wrong ? a('webhooks.url.wrong') : null}>
        {(control) => (
          <input
            {...control}
            className="as-field"
            type="url"
            dir="ltr"
            placeholder="https://"
            maxLength={2000}
            autoComplete="off"
            value={url}
            onChange={(event) => {
              setUrl(event.target.value);
              setWrong(false);
            }}
          />
        )}
      </Labelled>
      <button type="submit" className="as-button dense" aria-disabled={act.busy}>
        {texts('webhooks.add')}
      </button>
      {act.refusal && <RefusalNote refusal={act.refusal} />}
    </form>
  );
}
