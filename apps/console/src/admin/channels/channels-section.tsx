import type { BusinessHours, ChannelView, QueueSettings } from '@alongside/protocol';
import { Smartphone } from 'lucide-react';
import { AdminFrame } from '../kit/admin-frame.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Missing } from '../kit/missing.tsx';
import { useAdmin } from '../kit/texts.ts';
import { ThingList } from '../kit/thing-list.tsx';
import { useList } from '../kit/use-lists.ts';
import type { SectionProps } from '../sections.ts';
import { ChannelForm } from './channel-form.tsx';

/** Doors of apps into the company. */
export function ChannelsSection({ id }: SectionProps) {
  const { a } = useAdmin();
  const channels = useList<ChannelView>('channels');
  const queues = useList<QueueSettings>('queues');
  const hours = useList<BusinessHours>('hours');
  const channel = channels.data?.find((one) => one.id === id);
  return (
    <AdminFrame section="channels" thing={id === null ? null : (channel?.name ?? a('channels.add'))}>
      <Loaded of={{ channels, queues, hours }}>
        {(data) => {
          if (id === null) return <ChannelList channels={data.channels} queues={data.queues} />;
          if (id !== 'new' && !channel) return <Missing section="channels" />;
          return <ChannelForm channel={channel ?? null} queues={data.queues} hours={data.hours} />;
        }}
      </Loaded>
    </AdminFrame>
  );
}

interface ChannelListProps {
  readonly channels: readonly ChannelView[];
  readonly queues: readonly QueueSettings[];
}

function ChannelList({ channels, queues }: ChannelListProps) {
  const { a } = useAdmin();
  return (
    <ThingList
      section="channels"
      icon={Smartphone}
      label={a('section.channels')}
      add={a('channels.add')}
      empty={{ title: a('channels.empty'), text: a('channels.empty.text') }}
      things={channels.map(({ id, name, mode, identity, queueId }) => ({
        id,
        name,
        facts: [
          a(`identity.${identity}`),
          queues.find((queue) => queue.id === queueId)?.name ?? a('channels.queue.default'),
        ].join(' · '),
        tags: [a(`mode.${mode}`)],
        words: id,
      }))}
    />
  );
}
