import type { CallSound, PhoneNumber } from '@alongside/protocol';
import { useState } from 'react';
import { AdminLink } from '../admin/kit/admin-link.tsx';
import { DeleteButton } from '../admin/kit/delete-button.tsx';
import { TextRow } from '../admin/kit/fields.tsx';
import { FormFrame } from '../admin/kit/form-frame.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { useForm } from '../admin/kit/use-form.ts';
import { useConsole } from '../hooks/use-console.ts';
import type { SoundFile } from './read-sound-file.ts';
import { sendSound } from './send-sound.ts';
import { FileRow } from './sound-file-row.tsx';
import { faultsOf, nameFrom, renamedIn, type SoundValues, usersOf } from './sound-model.ts';
import { StoredSound } from './sound-player.tsx';
import { useTelephoneTexts } from './telephone-texts.ts';
import { useThings } from './use-things.ts';

interface SoundFormProps {
  readonly sound: CallSound | null;
  readonly sounds: readonly CallSound[];
  readonly numbers: readonly PhoneNumber[];
}

export function SoundForm({ sound, sounds, numbers }: SoundFormProps) {
  const { a, formats } = useAdmin();
  const texts = useTelephoneTexts();
  const { client, go, notices } = useConsole();
  const kept = useThings<CallSound>('admin-sounds', ({ name }) => name);
  const keptNumbers = useThings<PhoneNumber>('admin-numbers', ({ number }) => number);
  const [chosen, choose] = useState<SoundFile | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const title = sound?.name ?? texts('sounds.add');
  const others = sounds.map(({ name }) => name).filter((name) => name !== sound?.name);
  const users = sound === null ? [] : usersOf(numbers, sound.name);
  const form = useForm<SoundValues>({
    at: `sounds/${sound?.name ?? 'new'}`,
    what: title,
    base: { name: sound?.name ?? '', file: '' },
    // A draft that was kept has no file any more.
    check: (values) =>
      faultsOf({ ...values, file: chosen ? values.file : '' }, { isNew: sound === null, taken: others }, texts),
    async save(values) {
      const name = values.name.trim();
      const file = values.file === '' ? null : chosen;
      const bytes = file?.bytes ?? (name === sound?.name ? null : await stored());
      if (bytes) await put(name, bytes as BlobPart);
      if (sound && name !== sound.name) await moveTo(name, sound.name);
      notices.show('success', () => a('form.saved', { name }));
      go.openPage('admin', sound && name === sound.name ? 'sounds' : `sounds/${name}`, true);
    },
  });

  const stored = async () => (sound ? client.call('getSound', { params: { name: sound.name } }) : null);
  async function put(name: string, bytes: BlobPart) {
    setSent(0);
    try {
      kept.put(await sendSound(name, bytes, setSent));
    } finally {
      setSent(null);
    }
  }
  /** Both names are there until every number has the new one: no caller hears silence meanwhile. */
  async function moveTo(name: string, before: string) {
    for (const { number, body } of renamedIn(numbers, before, name))
      keptNumbers.put(await client.call('savePhoneNumber', { params: { number }, body }));
    await client.call('deleteSound', { params: { name: before } });
    kept.remove(before);
  }

  const percent = sent === null ? null : formats.percent(sent);
  return (
    <FormFrame
      form={form}
      label={title}
      fresh={sound === null}
      list="sounds"
      {...(sound === null && { submit: texts('sound.upload') })}
      more={
        sound && (
          <DeleteButton
            name={sound.name}
            text={texts('sounds.delete.text')}
            usedBy={users.map(({ number }) => ({
              id: number,
              link: <AdminLink to={`numbers/${number}`}>{number}</AdminLink>,
            }))}
            onDelete={async () => {
              await client.call('deleteSound', { params: { name: sound.name } });
              form.discard();
              kept.remove(sound.name);
              go.openPage('admin', 'sounds', true);
            }}
          />
        )
      }
    >
      {sound && <StoredSound sound={sound} users={users} />}
      <FileRow
        chosen={form.value.file === '' ? null : chosen}
        name={form.value.file}
        label={texts(sound ? 'sound.file.other' : 'sound.file')}
        fault={form.fault('file')}
        onChoose={(file, name) => {
          choose(file);
          form.set({ file: name, ...(form.value.name === '' && { name: nameFrom(name) }) });
        }}
      />
      <TextRow
        form={form}
        at="name"
        label={texts('sound.name')}
        hint={form.fault('name') === null && texts(users.length > 0 ? 'sound.name.used' : 'sound.name.hint')}
        maxLength={80}
        dir="ltr"
        autoCapitalize="none"
        spellCheck={false}
      />
      {percent !== null && (
        <p className="sound-sending" role="status">
          <progress max={1} value={sent ?? 0} aria-label={texts('sound.sending', { percent })} />
          {texts('sound.sending', { percent })}
        </p>
      )}
    </FormFrame>
  );
}
