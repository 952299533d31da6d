import type { Webhook, WebhookSettings } from '@alongside/protocol';
import { useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { DeleteButton } from '../kit/delete-button.tsx';
import { Check, CheckRow, TextRow } from '../kit/fields.tsx';
import { FormFrame } from '../kit/form-frame.tsx';
import { changesOf } from '../kit/form-model.ts';
import { Group } from '../kit/group.tsx';
import { SecretDialog } from '../kit/secret-dialog.tsx';
import { useAdmin } from '../kit/texts.ts';
import { type Form, useForm } from '../kit/use-form.ts';
import { useKept } from '../kit/use-lists.ts';
import { EVENTS } from './webhook-words.ts';

const NEW: WebhookSettings = { url: '', description: '', events: ['contact.ended'], includeText: false, enabled: true };

interface WebhookFormProps {
  readonly webhook: Webhook | null;
  readonly again: () => void;
}

export function WebhookForm({ webhook, again }: WebhookFormProps) {
  const { a } = useAdmin();
  const { client, go, notices } = useConsole();
  const kept = useKept('webhooks');
  const [made, setMade] = useState<{ webhook: Webhook; secret: string } | null>(null);
  const base = webhook ? settingsOf(webhook) : NEW;
  const form = useForm<WebhookSettings>({
    at: `webhooks/${webhook?.id ?? 'new'}`,
    what: webhook?.description || webhook?.url || a('webhooks.add'),
    base,
    check: ({ url, events }) => ({
      ...(!/^https?:\/\/./.test(url.trim()) && { url: a('webhooks.url.wrong') }),
      ...(events.length === 0 && { events: a('webhooks.events.none') }),
    }),
    async save(values) {
      const body = { ...values, url: values.url.trim() };
      if (webhook === null) return setMade(await client.call('createWebhook', { body }));
      const changes = changesOf(base, body);
      const { id } = webhook;
      if (Object.keys(changes).length > 0)
        kept.put(await client.call('updateWebhook', { params: { webhookId: id }, body: changes }));
      notices.show('success', () => a('form.saved.plain'));
      again();
    },
  });
  const name = webhook?.description || webhook?.url || '';
  return (
    <>
      <FormFrame
        form={form}
        label={a('webhooks.settings')}
        fresh={webhook === null}
        list="webhooks"
        more={
          webhook && (
            <DeleteButton
              name={name}
              text={a('webhooks.delete.text', { count: webhook.waiting })}
              onDelete={async () => {
                await client.call('deleteWebhook', { params: { webhookId: webhook.id } });
                form.discard();
                kept.remove(webhook.id);
                go.openPage('admin', 'webhooks', true);
              }}
            />
          )
        }
      >
        {webhook?.disabledReason === 'receiver_gone' && <p className="caution">{a('webhooks.gone')}</p>}
        <TextRow
          form={form}
          at="url"
          label={a('webhooks.url')}
          hint={a('webhooks.url.hint')}
          type="url"
          placeholder="https://"
          maxLength={2000}
        />
        <TextRow form={form} at="description" label={a('common.description')} maxLength={400} />
        <Events form={form} />
        <CheckRow form={form} at="includeText" label={a('webhooks.text')} hint={a('webhooks.text.hint')} />
        <CheckRow form={form} at="enabled" label={a('webhooks.enabled')} hint={a('webhooks.enabled.hint')} />
      </FormFrame>
      {made && (
        <SecretDialog
          title={a('webhooks.secret')}
          text={a('webhooks.secret.text')}
          values={[{ name: a('keys.secret.label'), value: made.secret }]}
          onClose={() => {
            kept.put(made.webhook);
            go.openPage('admin', `webhooks/${made.webhook.id}`, true);
          }}
        />
      )}
    </>
  );
}

const settingsOf = ({ url, description, events, includeText, enabled }: Webhook): WebhookSettings => ({
  url,
  description,
  events: EVENTS.filter((event) => events.includes(event)),
  includeText,
  enabled,
});

function Events({ form }: { readonly form: Form<WebhookSettings> }) {
  const { a } = useAdmin();
  const { events } = form.value;
  const fault = form.fault('events');
  return (
    <Group title={a('webhooks.events')}>
      <div className="checks">
        {EVENTS.map((event) => (
          <Check
            key={event}
            label={a(`event.${event}`)}
            hint={<code>{event}</code>}
            checked={events.includes(event)}
            onChange={(on) => form.set({ events: EVENTS.filter((one) => (one === event ? on : events.includes(one))) })}
          />
        ))}
      </div>
      {fault !== null && (
        <p className="field-error" role="alert">
          {fault}
        </p>
      )}
    </Group>
  );
}
