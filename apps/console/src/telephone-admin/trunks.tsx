import type { TrunkSettings } from '@alongside/protocol';
import { Cable } from 'lucide-react';
import { AdminFrame } from '../admin/kit/admin-frame.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { Missing } from '../admin/kit/missing.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { ThingList } from '../admin/kit/thing-list.tsx';
import type { SectionProps } from '../admin/sections.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useTelephoneTexts } from './telephone-texts.ts';
import { TrunkForm } from './trunk-form.tsx';

/** The ways to the telephone network. */
export function TrunksSection({ id }: SectionProps) {
  const { client } = useConsole();
  const { a } = useAdmin();
  const texts = useTelephoneTexts();
  const trunks = useRequest('admin-trunks', async () => (await client.call('listTrunks')).trunks);
  const trunk = trunks.data?.find((one) => one.id === id);
  const facts = ({ mode, host, transport, callerNumber }: TrunkSettings) =>
    [texts(`trunks.facts.${mode}`, { host }), transport.toUpperCase(), callerNumber].join(' · ');
  return (
    <AdminFrame section="trunks" thing={id === null ? null : (trunk?.name ?? texts('trunks.add'))}>
      <Loaded of={{ trunks }}>
        {(data) => {
          if (id === 'new') return <TrunkForm trunk={null} />;
          if (id !== null) return trunk ? <TrunkForm key={id} trunk={trunk} /> : <Missing section="trunks" />;
          return (
            <ThingList
              section="trunks"
              icon={Cable}
              label={a('section.trunks')}
              add={texts('trunks.add')}
              empty={{ title: texts('trunks.empty'), text: texts('trunks.empty.text') }}
              things={data.trunks.map((one) => ({
                id: one.id,
                name: one.name,
                facts: facts(one),
                muted: !one.enabled,
                tags: [texts(one.enabled ? 'trunks.tag.on' : 'trunks.tag.off')],
              }))}
            />
          );
        }}
      </Loaded>
    </AdminFrame>
  );
}
