import type { BusinessHours, ChannelView, QueueSettings } from '@alongside/protocol';
import { useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { DeleteButton } from '../kit/delete-button.tsx';
import { AreaRow, CheckRow, NumberRow, SelectRow, TextRow } from '../kit/fields.tsx';
import { FormFrame } from '../kit/form-frame.tsx';
import { Group } from '../kit/group.tsx';
import { useAdmin } from '../kit/texts.ts';
import { type Form, useForm } from '../kit/use-form.ts';
import { useKept } from '../kit/use-lists.ts';
import { authorizes, bodyOf, type ChannelValues, faultsOf, IDENTITIES, MODES, valuesOf } from './channel-model.ts';
import { EmbedFacts } from './embed-facts.tsx';
import { FieldsEditor } from './fields-editor.tsx';

interface ChannelFormProps {
  readonly channel: ChannelView | null;
  readonly queues: readonly QueueSettings[];
  readonly hours: readonly BusinessHours[];
}

export function ChannelForm({ channel, queues, hours }: ChannelFormProps) {
  const { a } = useAdmin();
  const { client, go, notices } = useConsole();
  const kept = useKept('channels');
  const [id] = useState(() => channel?.id ?? `chat_${crypto.randomUUID()}`);
  const params = { channelId: id };
  const form = useForm<ChannelValues>({
    at: `channels/${channel?.id ?? 'new'}`,
    what: channel?.name ?? a('channels.add'),
    base: valuesOf(channel),
    check: (values) => faultsOf(values, (what) => a(what === 'required' ? 'form.required' : `channels.wrong.${what}`)),
    async save(values) {
      const saved = await client.call('saveChannel', { params, body: bodyOf(values, channel) });
      kept.put(saved);
      const secret = values.forgetSecret ? null : values.secret;
      if (authorizes(values.identity) && secret !== '') {
        await client.call('setChannelSecret', { params, body: { secret } });
        kept.put({ ...saved, openIdSecretSet: secret !== null });
      }
      notices.show('success', () => a('form.saved', { name: saved.name }));
      go.openPage('admin', channel === null ? `channels/${id}` : 'channels', true);
    },
  });
  return (
    <FormFrame
      form={form}
      label={channel?.name ?? a('channels.add')}
      fresh={channel === null}
      list="channels"
      more={
        channel && (
          <DeleteButton
            name={channel.name}
            text={a('channels.delete.text')}
            onDelete={async () => {
              await client.call('deleteChannel', { params });
              form.discard();
              kept.remove(id);
              go.openPage('admin', 'channels', true);
            }}
          />
        )
      }
    >
      {channel && <EmbedFacts channel={channel} />}
      <Group title={a('channels.basics')}>
        <TextRow form={form} at="name" label={a('common.name')} maxLength={80} />
        <SelectRow
          form={form}
          at="mode"
          label={a('channels.mode')}
          hint={a(`mode.${form.value.mode}.hint`)}
          choices={MODES.map((mode) => ({ id: mode, name: a(`mode.${mode}`) }))}
        />
        <SelectRow
          form={form}
          at="queueId"
          label={a('channels.queue')}
          none={a('channels.queue.default')}
          choices={queues}
        />
        <SelectRow form={form} at="hoursId" label={a('section.hours')} none={a('queues.always')} choices={hours} />
        <CheckRow form={form} at="needsAgents" label={a('channels.agents')} hint={a('channels.agents.hint')} />
      </Group>
      <Identity form={form} secretSet={channel?.openIdSecretSet ?? false} />
      <Group title={a('channels.start')}>
        <CheckRow form={form} at="proactive" label={a('channels.proactive')} />
        <AreaRow
          form={form}
          at="welcomeText"
          label={a('channels.welcome')}
          hint={a('channels.welcome.hint', { sign: '{{customer.firstName|…}}' })}
          maxLength={1000}
        />
        <CheckRow form={form} at="transcript" label={a('channels.transcript')} />
      </Group>
      <Group title={a('channels.oldest')} text={a('channels.oldest.hint')}>
        <TextRow form={form} at="oldestWeb" label={a('channels.oldest.web')} maxLength={27} inputMode="decimal" />
        <TextRow form={form} at="oldestAndroid" label="Android" maxLength={27} inputMode="decimal" />
        <TextRow form={form} at="oldestIos" label="iOS" maxLength={27} inputMode="decimal" />
      </Group>
      <Files form={form} />
      <Group title={a('channels.form')}>
        <CheckRow form={form} at="asks" label={a('channels.form.asks')} hint={a('channels.form.hint')} />
        {form.value.asks && (
          <>
            <TextRow form={form} at="formName" label={a('channels.form.name')} maxLength={80} />
            <FieldsEditor form={form} at="formFields" most={30} />
          </>
        )}
      </Group>
      <Group title={a('channels.contact')}>
        <FieldsEditor form={form} at="contactFields" most={50} />
      </Group>
      <Group title={a('channels.customer')}>
        <FieldsEditor form={form} at="customerFields" most={50} />
      </Group>
    </FormFrame>
  );
}

function Identity({ form, secretSet }: { readonly form: Form<ChannelValues>; readonly secretSet: boolean }) {
  const { a } = useAdmin();
  const { identity, forgetSecret } = form.value;
  return (
    <Group title={a('channels.identity')}>
      <SelectRow
        form={form}
        at="identity"
        label={a('channels.identity')}
        hint={a(`identity.${identity}.hint`)}
        choices={IDENTITIES.map((one) => ({ id: one, name: a(`identity.${one}`) }))}
      />
      {authorizes(identity) && (
        <>
          <TextRow
            form={form}
            at="issuer"
            type="url"
            dir="ltr"
            label={a('channels.issuer')}
            hint={a('channels.issuer.hint')}
            placeholder="https://"
            maxLength={500}
          />
          <TextRow form={form} at="clientId" dir="ltr" label={a('channels.client')} maxLength={200} />
          <TextRow
            form={form}
            at="redirectUri"
            dir="ltr"
            label={a('channels.redirect')}
            hint={a('channels.redirect.hint')}
            maxLength={500}
          />
          <TextRow
            form={form}
            at="secret"
            type="password"
            dir="ltr"
            autoComplete="new-password"
            label={a('channels.secret')}
            hint={a(secretSet ? 'channels.secret.set' : 'channels.secret.none')}
            disabled={forgetSecret}
            maxLength={500}
          />
          {secretSet && <CheckRow form={form} at="forgetSecret" label={a('channels.secret.forget')} />}
        </>
      )}
    </Group>
  );
}

function Files({ form }: { readonly form: Form<ChannelValues> }) {
  const { a } = useAdmin();
  return (
    <Group title={a('channels.files')}>
      <CheckRow form={form} at="filesEnabled" label={a('channels.files.enabled')} />
      {form.value.filesEnabled && (
        <>
          <NumberRow form={form} at="maxMegabytes" label={a('channels.files.max')} unit="MB" min={1} max={100} />
          <AreaRow
            form={form}
            at="types"
            label={a('channels.files.types')}
            hint={a('channels.files.types.hint')}
            maxLength={4000}
            rows={4}
          />
        </>
      )}
    </Group>
  );
}
