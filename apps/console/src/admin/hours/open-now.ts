import type { BusinessHours } from '@alongside/protocol';

type Hours = Pick<BusinessHours, 'timeZone' | 'week' | 'holidays'>;

/** What a clock on the wall shows in a time zone: date, week day (1 = Monday) and time as HH:MM; null for a zone that is not known. */
export function wallTime(at: number, timeZone: string): { date: string; day: number; time: string } | null {
  try {
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const date = `${part.year}-${part.month}-${part.day}`;
    return { date, day: dayOf(date), time: `${part.hour}:${part.minute}` };
  } catch {
    return null;
  }
}

/** 1 = Monday … 7 = Sunday. */
export const dayOf = (date: string): number => ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;

/** What these hours say at an instant: open until when, or shut, and why. Times are the zone's own. */
export function openNow(
  hours: Hours,
  at: number,
): { open: boolean; time: string; until: string | null; holiday: string | null } | null {
  const now = wallTime(at, hours.timeZone);
  if (!now) return null;
  const holiday = hours.holidays.find(({ date }) => date === now.date);
  const spans = holiday ? holiday.open : hours.week.filter(({ day }) => day === now.day);
  const span = spans.find(({ from, to }) => from <= now.time && now.time < to);
  return { open: span !== undefined, time: now.time, until: span?.to ?? null, holiday: holiday?.name ?? null };
}

/** Index of the first span that ends before it begins, or null. */
export const upsideDown = (spans: readonly { from: string; to: string }[]): number | null => {
  const index = spans.findIndex(({ from, to }) => from === '' || to === '' || from >= to);
  return index === -1 ? null : index;
};

/** The browser's field knows no 24:00: midnight at the end of a span stands for it. */
export const toField = (time: string): string => (time === '24:00' ? '00:00' : time);
export const endOf = (field: string): string => (field === '00:00' ? '24:00' : field);
