import type { BusinessHours, QueueSettings } from '@alongside/protocol';
import { Copy, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { useNow } from '../../hooks/use-now.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { AdminLink } from '../kit/admin-link.tsx';
import { DeleteButton } from '../kit/delete-button.tsx';
import { AreaRow, TextRow } from '../kit/fields.tsx';
import { FormFrame } from '../kit/form-frame.tsx';
import { withAt, without } from '../kit/form-model.ts';
import { Group } from '../kit/group.tsx';
import { useAdmin } from '../kit/texts.ts';
import { TimeZoneRow } from '../kit/time-zone-row.tsx';
import { type Form, useForm } from '../kit/use-form.ts';
import { useKept } from '../kit/use-lists.ts';
import { openNow, toField, upsideDown } from './open-now.ts';
import { Spans } from './spans.tsx';
import { DAYS, useDayNames } from './use-day-names.ts';

type Values = Omit<BusinessHours, 'id'>;
const WORKING_DAYS = [1, 2, 3, 4, 5];

interface HoursFormProps {
  readonly hours: BusinessHours | null;
  readonly queues: readonly QueueSettings[];
}

export function HoursForm({ hours, queues }: HoursFormProps) {
  const { a } = useAdmin();
  const { client, go, notices } = useConsole();
  const kept = useKept('hours');
  const [id] = useState(() => hours?.id ?? crypto.randomUUID());
  const form = useForm<Values>({
    at: `hours/${hours?.id ?? 'new'}`,
    what: hours?.name ?? a('hours.add'),
    base: valuesOf(hours),
    check: (value) => faultsOf(value, a('form.required'), a('hours.upsidedown')),
    async save(body) {
      const saved = await client.call('saveBusinessHours', { params: { id }, body });
      kept.put(saved);
      notices.show('success', () => a('form.saved', { name: saved.name }));
      go.openPage('admin', 'hours', true);
    },
  });
  const users = queues.filter(({ hoursId }) => hoursId === id);
  return (
    <FormFrame
      form={form}
      label={hours?.name ?? a('hours.add')}
      fresh={hours === null}
      list="hours"
      more={
        hours && (
          <DeleteButton
            name={hours.name}
            text={a('hours.delete.text')}
            usedBy={users.map((queue) => ({
              id: queue.id,
              link: <AdminLink to={`queues/${queue.id}`}>{queue.name}</AdminLink>,
            }))}
            onDelete={async () => {
              await client.call('deleteBusinessHours', { params: { id } });
              form.discard();
              kept.remove(id);
              go.openPage('admin', 'hours', true);
            }}
          />
        )
      }
    >
      <OpenNow values={form.value} />
      <TextRow form={form} at="name" label={a('common.name')} maxLength={80} />
      <TimeZoneRow form={form} at="timeZone" label={a('common.timezone')} />
      <Week form={form} />
      <Holidays form={form} />
      <AreaRow
        form={form}
        at="closedMessage"
        label={a('hours.closed')}
        hint={a('hours.closed.hint')}
        maxLength={1000}
      />
    </FormFrame>
  );
}

function valuesOf(hours: BusinessHours | null): Values {
  if (hours) {
    const { id: _, ...values } = hours;
    return values;
  }
  return {
    name: '',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    week: WORKING_DAYS.map((day) => ({ day, from: '09:00', to: '17:00' })),
    holidays: [],
    closedMessage: '',
  };
}

function faultsOf({ name, week, holidays }: Values, required: string, wrong: string): Record<string, string> {
  const faults: Record<string, string> = {};
  if (name.trim() === '') faults.name = required;
  for (const day of DAYS)
    if (upsideDown(week.filter((span) => span.day === day)) !== null) faults[`days/${day}`] = wrong;
  for (const [index, { date, name: holiday, open }] of holidays.entries()) {
    if (date === '' || holiday.trim() === '') faults[`holidays/${index}`] = required;
    else if (upsideDown(open) !== null) faults[`holidays/${index}`] = wrong;
  }
  return faults;
}

function OpenNow({ values }: { readonly values: Values }) {
  const { a, formats } = useAdmin();
  const state = openNow(values, useNow());
  if (!state) return null;
  const { open, time, until, holiday } = state;
  const clock = (wall: string) => formats.time(Date.parse(`2000-01-01T${toField(wall)}`));
  const at = clock(time);
  const text = open
    ? a('hours.open', { time: at, until: until === null ? '' : clock(until) })
    : a('hours.shut', { time: at });
  return (
    <p className="open-now" data-open={open} role="status">
      <span className="dot" data-state={open ? 'available' : 'offline'} aria-hidden="true" />
      {text} {holiday !== null && a('hours.today', { name: holiday })}
    </p>
  );
}

function Week({ form }: { readonly form: Form<Values> }) {
  const { a } = useAdmin();
  const names = useDayNames();
  const { week } = form.value;
  const setDay = (day: number, spans: readonly { from: string; to: string }[]) =>
    form.set({
      week: DAYS.flatMap((d) => (d === day ? spans.map((s) => ({ ...s, day })) : week.filter((s) => s.day === d))),
    });
  const monday = week.filter(({ day }) => day === 1);
  return (
    <Group title={a('hours.week')}>
      {DAYS.map((day) => (
        <div key={day} className="week-day">
          <span className="week-day-name">{names(day)}</span>
          <Spans
            spans={week.filter((span) => span.day === day)}
            onSpans={(spans) => setDay(day, spans)}
            name={names(day)}
            most={4}
            shut={a('hours.shut.day')}
            fault={form.fault(`days/${day}`)}
          />
        </div>
      ))}
      <button
        type="button"
        className="as-button dense"
        onClick={() =>
          form.set({
            week: WORKING_DAYS.flatMap((day) => monday.map((s) => ({ ...s, day }))).concat(
              week.filter(({ day }) => day > 5),
            ),
          })
        }
      >
        <Copy size={16} aria-hidden="true" />
        {a('hours.copy')}
      </button>
    </Group>
  );
}

function Holidays({ form }: { readonly form: Form<Values> }) {
  const { a } = useAdmin();
  const { holidays } = form.value;
  const add = () => form.set({ holidays: [...holidays, { date: '', name: '', open: [] }] });
  return (
    <Group title={a('hours.holidays')}>
      {holidays.length === 0 && <p className="as-hint">{a('hours.holidays.none')}</p>}
      {holidays.map((holiday, index) => {
        const set = (patch: Partial<typeof holiday>) =>
          form.set({ holidays: withAt(holidays, index, { ...holiday, ...patch }) });
        const fault = form.fault(`holidays/${index}`);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: dates change while they are typed.
          <div key={index} className="holiday">
            <input
              type="date"
              className="as-field"
              aria-label={a('hours.holiday.date')}
              aria-invalid={fault === null ? undefined : true}
              value={holiday.date}
              onChange={({ target }) => set({ date: target.value })}
            />
            <input
              className="as-field"
              aria-label={a('hours.holiday.name')}
              placeholder={a('hours.holiday.name')}
              maxLength={80}
              dir="auto"
              value={holiday.name}
              onChange={({ target }) => set({ name: target.value })}
            />
            <Spans
              spans={holiday.open}
              onSpans={(open) => set({ open })}
              name={holiday.name || holiday.date}
              most={4}
              shut={a('hours.shut.allday')}
              fault={fault}
            />
            <IconButton
              icon={X}
              label={a('hours.holiday.remove', { name: holiday.name || holiday.date })}
              onPress={() => form.set({ holidays: without(holidays, index) })}
            />
          </div>
        );
      })}
      <button type="button" className="as-button dense" onClick={add}>
        <Plus size={16} aria-hidden="true" />
        {a('hours.holiday.add')}
      </button>
    </Group>
  );
}
