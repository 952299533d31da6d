import type { PhoneNumber, QueueSettings } from '@alongside/protocol';
import { Hash } from 'lucide-react';
import { AdminFrame } from '../admin/kit/admin-frame.tsx';
import { AdminLink } from '../admin/kit/admin-link.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { Missing } from '../admin/kit/missing.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { ThingList } from '../admin/kit/thing-list.tsx';
import { useList } from '../admin/kit/use-lists.ts';
import type { SectionProps } from '../admin/sections.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { NumberForm } from './number-form.tsx';
import { useTelephoneTexts } from './telephone-texts.ts';

/** The numbers that customers call. */
export function NumbersSection({ id }: SectionProps) {
  const { client } = useConsole();
  const { a } = useAdmin();
  const texts = useTelephoneTexts();
  const numbers = useRequest('admin-numbers', async () => (await client.call('listPhoneNumbers')).numbers);
  const trunks = useRequest('admin-trunks', async () => (await client.call('listTrunks')).trunks);
  const queues = useList<QueueSettings>('queues');
  const sounds = useRequest('admin-sounds', async () => (await client.call('listSounds')).sounds);
  const number = numbers.data?.find((one) => one.number === id);
  return (
    <AdminFrame section="numbers" thing={id === null ? null : (number?.number ?? texts('numbers.add'))}>
      <Loaded of={{ numbers, queues, trunks, sounds }}>
        {(data) => {
          if (id === 'new') return <NumberForm number={null} {...data} />;
          if (id !== null)
            return number ? <NumberForm key={id} number={number} {...data} /> : <Missing section="numbers" />;
          const facts = ({ queueId, greeting, menu, voicemail }: PhoneNumber) =>
            [
              texts('numbers.facts', { queue: data.queues.find((queue) => queue.id === queueId)?.name ?? '?' }),
              greeting !== null && texts('numbers.facts.greeting', { file: greeting }),
              menu.length > 0 && texts('numbers.facts.menu', { count: menu.length }),
              voicemail && texts('numbers.facts.messages'),
            ]
              .filter(Boolean)
              .join(' · ');
          return (
            <>
              {data.numbers.length > 0 && !data.trunks.some(({ enabled }) => enabled) && (
                <p className="caution">
                  {texts('numbers.notrunk')} <AdminLink to="trunks">{a('section.trunks')}</AdminLink>
                </p>
              )}
              <ThingList
                section="numbers"
                icon={Hash}
                label={a('section.numbers')}
                add={texts('numbers.add')}
                empty={{ title: texts('numbers.empty'), text: texts('numbers.empty.text') }}
                things={data.numbers.map((one) => ({ id: one.number, name: one.number, facts: facts(one) }))}
              />
            </>
          );
        }}
      </Loaded>
    </AdminFrame>
  );
}
