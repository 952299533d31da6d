import type { BusinessHours, QueueSettings } from '@alongside/protocol';
import { CalendarClock } from 'lucide-react';
import { useNow } from '../../hooks/use-now.ts';
import { AdminFrame } from '../kit/admin-frame.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Missing } from '../kit/missing.tsx';
import { useAdmin } from '../kit/texts.ts';
import { ThingList } from '../kit/thing-list.tsx';
import { useList } from '../kit/use-lists.ts';
import type { SectionProps } from '../sections.ts';
import { HoursForm } from './hours-form.tsx';
import { openNow } from './open-now.ts';

/** When queues take contacts. */
export function HoursSection({ id }: SectionProps) {
  const { a } = useAdmin();
  const hours = useList<BusinessHours>('hours');
  const queues = useList<QueueSettings>('queues');
  const one = hours.data?.find((set) => set.id === id);
  return (
    <AdminFrame section="hours" thing={id === null ? null : (one?.name ?? a('hours.add'))}>
      <Loaded of={{ hours, queues }}>
        {(data) => {
          if (id === null) return <HoursList hours={data.hours} queues={data.queues} />;
          if (id !== 'new' && !one) return <Missing section="hours" />;
          return <HoursForm hours={one ?? null} queues={data.queues} />;
        }}
      </Loaded>
    </AdminFrame>
  );
}

interface HoursListProps {
  readonly hours: readonly BusinessHours[];
  readonly queues: readonly QueueSettings[];
}

function HoursList({ hours, queues }: HoursListProps) {
  const { a, formats } = useAdmin();
  const now = useNow();
  return (
    <ThingList
      section="hours"
      icon={CalendarClock}
      label={a('section.hours')}
      add={a('hours.add')}
      empty={{ title: a('hours.empty'), text: a('hours.empty.text') }}
      things={hours.map((one) => {
        const users = queues.filter(({ hoursId }) => hoursId === one.id).map(({ name }) => name);
        return {
          id: one.id,
          name: one.name,
          facts: [one.timeZone, users.length > 0 ? formats.list(users) : a('hours.unused')].join(' · '),
          tags: [a(openNow(one, now)?.open ? 'hours.tag.open' : 'hours.tag.shut')],
        };
      })}
    />
  );
}
