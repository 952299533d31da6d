import type { TrunkSettings } from '@alongside/protocol';
import { useState } from 'react';
import { DeleteButton } from '../admin/kit/delete-button.tsx';
import { AreaRow, CheckRow, type Choice, SelectRow, TextRow } from '../admin/kit/fields.tsx';
import { FormFrame } from '../admin/kit/form-frame.tsx';
import { Group } from '../admin/kit/group.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { useForm } from '../admin/kit/use-form.ts';
import { CopyButton } from '../details/copy-button.tsx';
import { useConsole } from '../hooks/use-console.ts';
import { useTelephoneTexts } from './telephone-texts.ts';
import { bodyOf, CODECS, doctorCommand, faultsOf, type TrunkValues, valuesOf } from './trunk-model.ts';
import { useThings } from './use-things.ts';

export function TrunkForm({ trunk }: { readonly trunk: TrunkSettings | null }) {
  const { a } = useAdmin();
  const texts = useTelephoneTexts();
  const { client, go, notices } = useConsole();
  const trunks = useThings<TrunkSettings>('admin-trunks', ({ id }) => id);
  const [id] = useState(() => trunk?.id ?? crypto.randomUUID());
  const name = trunk?.name ?? texts('trunks.add');
  const hasPassword = trunk?.hasPassword ?? false;
  const form = useForm<TrunkValues>({
    at: `trunks/${trunk?.id ?? 'new'}`,
    what: name,
    base: valuesOf(trunk),
    check: (values) => faultsOf(values, { hasPassword }, texts, a('form.required')),
    async save(values) {
      const saved = await client.call('saveTrunk', { params: { id }, body: bodyOf(values) });
      trunks.put(saved);
      notices.show('success', () => a('form.saved', { name: saved.name }));
      go.openPage('admin', trunk === null ? `trunks/${id}` : 'trunks', true);
    },
  });
  const choice = <K extends string>(ids: readonly K[], nameOf: (id: K) => string): Choice[] =>
    ids.map((one) => ({ id: one, name: nameOf(one) }));
  const { mode } = form.value;
  return (
    <>
      <FormFrame
        form={form}
        label={name}
        fresh={trunk === null}
        list="trunks"
        more={
          trunk && (
            <DeleteButton
              name={trunk.name}
              text={texts('trunks.delete.text')}
              onDelete={async () => {
                await client.call('deleteTrunk', { params: { id } });
                form.discard();
                trunks.remove(id);
                go.openPage('admin', 'trunks', true);
              }}
            />
          )
        }
      >
        <TextRow form={form} at="name" label={texts('trunk.name')} hint={texts('trunk.name.hint')} maxLength={80} />
        <CheckRow form={form} at="enabled" label={texts('trunk.enabled')} />
        <Group title={texts('trunk.line')}>
          <TextRow
            form={form}
            at="host"
            label={texts('trunk.host')}
            hint={texts('trunk.host.hint')}
            maxLength={253}
            dir="ltr"
            autoCapitalize="none"
            spellCheck={false}
          />
          <TextRow
            form={form}
            at="port"
            label={texts('trunk.port')}
            hint={texts('trunk.port.hint')}
            maxLength={5}
            inputMode="numeric"
            dir="ltr"
          />
          <SelectRow
            form={form}
            at="transport"
            label={texts('trunk.transport')}
            choices={choice(['udp', 'tcp', 'tls'], (one) => texts(`trunk.transport.${one}`))}
          />
          <SelectRow
            form={form}
            at="srtp"
            label={texts('trunk.srtp')}
            choices={choice(['never', 'when_offered', 'always'], (one) => texts(`trunk.srtp.${one}`))}
          />
        </Group>
        <Group title={texts('trunk.who')}>
          <SelectRow
            form={form}
            at="mode"
            label={texts('trunk.mode')}
            choices={choice(['register', 'address'], (one) => texts(`trunk.mode.${one}`))}
          />
          {mode === 'register' && (
            <>
              <TextRow
                form={form}
                at="username"
                label={texts('trunk.username')}
                maxLength={120}
                dir="ltr"
                autoCapitalize="none"
                spellCheck={false}
              />
              <TextRow
                form={form}
                at="password"
                type="password"
                label={texts('trunk.password')}
                hint={texts(hasPassword ? 'trunk.password.kept' : 'trunk.password.hint')}
                maxLength={256}
                autoComplete="new-password"
                dir="ltr"
              />
            </>
          )}
          <AreaRow
            form={form}
            at="peers"
            label={texts('trunk.peers')}
            hint={texts('trunk.peers.hint')}
            maxLength={2_500}
            rows={2}
          />
        </Group>
        <Group title={texts('trunk.calls')}>
          <TextRow
            form={form}
            at="callerNumber"
            label={texts('trunk.caller')}
            hint={texts('trunk.caller.hint')}
            type="tel"
            maxLength={30}
            dir="ltr"
          />
          <SelectRow
            form={form}
            at="codecs"
            label={texts('trunk.codecs')}
            choices={choice(CODECS, (one) => texts(`trunk.codecs.${one}`))}
          />
        </Group>
      </FormFrame>
      {trunk && (
        <section className="beneath">
          <p className="as-hint">{texts('trunk.doctor')}</p>
          <p className="with-copy">
            <code className="secret-value" dir="ltr">
              {doctorCommand(trunk)}
            </code>
            <CopyButton what="alongside doctor" text={doctorCommand(trunk)} />
          </p>
        </section>
      )}
    </>
  );
}
