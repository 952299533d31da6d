import type { CallSound, PhoneNumber, QueueSettings } from '@alongside/protocol';
import { DeleteButton } from '../admin/kit/delete-button.tsx';
import { CheckRow, SelectRow, TextRow } from '../admin/kit/fields.tsx';
import { FormFrame } from '../admin/kit/form-frame.tsx';
import { Group } from '../admin/kit/group.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { useForm } from '../admin/kit/use-form.ts';
import { useConsole } from '../hooks/use-console.ts';
import { e164Of } from './lines.ts';
import { MenuRows } from './menu-rows.tsx';
import { bodyOf, faultsOf, type NumberValues, valuesOf } from './number-model.ts';
import { MessageGroup, WaitingGroup } from './reception-groups.tsx';
import { SoundRow } from './sound-row.tsx';
import { useTelephoneTexts } from './telephone-texts.ts';
import { useThings } from './use-things.ts';

interface NumberFormProps {
  readonly number: PhoneNumber | null;
  readonly numbers: readonly PhoneNumber[];
  readonly queues: readonly QueueSettings[];
  readonly sounds: readonly CallSound[];
}

export function NumberForm({ number, numbers, queues, sounds }: NumberFormProps) {
  const { a } = useAdmin();
  const texts = useTelephoneTexts();
  const { client, go, notices } = useConsole();
  const kept = useThings<PhoneNumber>('admin-numbers', (one) => one.number);
  const name = number?.number ?? texts('numbers.add');
  const form = useForm<NumberValues>({
    at: `numbers/${number?.number ?? 'new'}`,
    what: name,
    base: valuesOf(number, queues[0]?.id ?? ''),
    check: (values) => faultsOf(values, { isNew: number === null, taken: numbers.map((one) => one.number) }, texts),
    async save(values) {
      const called = number?.number ?? e164Of(values.number) ?? '';
      const saved = await client.call('savePhoneNumber', { params: { number: called }, body: bodyOf(number, values) });
      kept.put(saved);
      notices.show('success', () => a('form.saved', { name: saved.number }));
      go.openPage('admin', 'numbers', true);
    },
  });
  if (queues.length === 0) return <p className="caution">{texts('numbers.noqueue')}</p>;
  return (
    <FormFrame
      form={form}
      label={name}
      fresh={number === null}
      list="numbers"
      more={
        number && (
          <DeleteButton
            name={number.number}
            text={texts('numbers.delete.text')}
            onDelete={async () => {
              await client.call('deletePhoneNumber', { params: { number: number.number } });
              form.discard();
              kept.remove(number.number);
              go.openPage('admin', 'numbers', true);
            }}
          />
        )
      }
    >
      {number === null && (
        <TextRow
          form={form}
          at="number"
          label={texts('numbers.number')}
          hint={form.fault('number') === null ? texts('numbers.number.hint') : undefined}
          type="tel"
          maxLength={30}
          dir="ltr"
        />
      )}
      <SelectRow
        form={form}
        at="queueId"
        label={texts('numbers.queue')}
        hint={texts('numbers.queue.hint')}
        choices={queues}
      />
      <Group title={texts('numbers.greeting')}>
        <CheckRow
          form={form}
          at="greets"
          label={texts('numbers.greeting.label')}
          hint={texts('numbers.greeting.off')}
        />
        {form.value.greets && (
          <SoundRow
            form={form}
            at="greeting"
            label={texts('numbers.greeting.sound')}
            none={texts('numbers.greeting.sound.none')}
            sounds={sounds}
          />
        )}
      </Group>
      {form.value.greets && <MenuRows form={form} queues={queues} />}
      <WaitingGroup form={form} sounds={sounds} />
      <MessageGroup form={form} sounds={sounds} />
    </FormFrame>
  );
}
