import type { BusinessHours, QueueSettings, Skill, Webhook } from '@alongside/protocol';
import { Inbox } from 'lucide-react';
import { AdminFrame } from '../kit/admin-frame.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Missing } from '../kit/missing.tsx';
import { useAdmin } from '../kit/texts.ts';
import { ThingList } from '../kit/thing-list.tsx';
import { useList } from '../kit/use-lists.ts';
import type { SectionProps } from '../sections.ts';
import { QueueForm } from './queue-form.tsx';
import { useRingsText } from './use-rings-text.ts';

/** Where contacts wait, and whom they ring. */
export function QueuesSection({ id }: SectionProps) {
  const { a } = useAdmin();
  const queues = useList<QueueSettings>('queues');
  const skills = useList<Skill>('skills');
  const hours = useList<BusinessHours>('hours');
  const webhooks = useList<Webhook>('webhooks');
  const queue = queues.data?.find((one) => one.id === id);
  return (
    <AdminFrame section="queues" thing={id === null ? null : (queue?.name ?? a('queues.add'))}>
      <Loaded of={{ queues, skills, hours, webhooks }}>
        {(data) => {
          if (id === null) return <QueueList queues={data.queues} skills={data.skills} hours={data.hours} />;
          if (id !== 'new' && !queue) return <Missing section="queues" />;
          return <QueueForm queue={queue ?? null} {...data} />;
        }}
      </Loaded>
    </AdminFrame>
  );
}

interface QueueListProps {
  readonly queues: readonly QueueSettings[];
  readonly skills: readonly Skill[];
  readonly hours: readonly BusinessHours[];
}

function QueueList({ queues, skills, hours }: QueueListProps) {
  const { a } = useAdmin();
  const text = useRingsText(skills);
  return (
    <ThingList
      section="queues"
      icon={Inbox}
      label={a('section.queues')}
      add={a('queues.add')}
      empty={{ title: a('queues.empty'), text: a('queues.empty.text') }}
      things={queues.map((queue) => ({
        id: queue.id,
        name: queue.name,
        facts: [text(queue.rings), hours.find(({ id }) => id === queue.hoursId)?.name].filter(Boolean).join(' · '),
        tags: [
          ...(queue.isDefault ? [a('queues.tag.default')] : []),
          a('queues.tag.priority', { priority: queue.priority }),
        ],
      }))}
    />
  );
}
