import type { CallSound, PhoneNumber } from '@alongside/protocol';
import { AudioLines } from 'lucide-react';
import { AdminFrame } from '../admin/kit/admin-frame.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { Missing } from '../admin/kit/missing.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { ThingList } from '../admin/kit/thing-list.tsx';
import type { SectionProps } from '../admin/sections.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { SoundForm } from './sound-form.tsx';
import { usersOf } from './sound-model.ts';
import { useTelephoneTexts } from './telephone-texts.ts';

/** What callers are let hear. */
export function SoundsSection({ id }: SectionProps) {
  const { client } = useConsole();
  const texts = useTelephoneTexts();
  const sounds = useRequest('admin-sounds', async () => (await client.call('listSounds')).sounds);
  const numbers = useRequest('admin-numbers', async () => (await client.call('listPhoneNumbers')).numbers);
  return (
    <AdminFrame section="sounds" thing={id === 'new' ? texts('sounds.add') : id}>
      <Loaded of={{ sounds, numbers }}>
        {(data) => {
          if (id === null) return <SoundList {...data} />;
          if (id === 'new') return <SoundForm sound={null} {...data} />;
          const sound = data.sounds.find(({ name }) => name === id);
          return sound ? <SoundForm key={id} sound={sound} {...data} /> : <Missing section="sounds" />;
        }}
      </Loaded>
    </AdminFrame>
  );
}

function SoundList({
  sounds,
  numbers,
}: {
  readonly sounds: readonly CallSound[];
  readonly numbers: readonly PhoneNumber[];
}) {
  const { a, clock } = useAdmin();
  const texts = useTelephoneTexts();
  return (
    <ThingList
      section="sounds"
      icon={AudioLines}
      label={a('section.sounds')}
      add={texts('sounds.add')}
      empty={{ title: texts('sounds.empty'), text: texts('sounds.empty.text') }}
      things={sounds.map(({ name, milliseconds }) => {
        const users = usersOf(numbers, name).map(({ number }) => number);
        return {
          id: name,
          name,
          facts: [
            clock(Math.round(milliseconds / 1000)),
            users.length === 0 ? texts('sounds.unused') : texts('sounds.used', { numbers: users.join(', ') }),
          ].join(' · '),
        };
      })}
    />
  );
}
