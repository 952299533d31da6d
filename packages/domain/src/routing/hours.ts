import type { BusinessHours } from '@alongside/protocol';

interface Span {
  readonly from: string;
  readonly to: string;
}
/** What a clock on the wall shows in a time zone. `day`: 1 = Monday. `minute`: of the day. */
interface WallTime {
  readonly date: string;
  readonly day: number;
  readonly minute: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How far ahead an opening is looked for. */
const DAYS_AHEAD = 400;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Whether this names a time zone that we know. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

function wallTime(at: number, timeZone: string): WallTime {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) part[type] = value;
  const date = `${part.year}-${part.month}-${part.day}`;
  return { date, day: weekDay(date), minute: Number(part.hour) * 60 + Number(part.minute) };
}

/** 1 = Monday … 7 = Sunday. A date has its week day everywhere. */
const weekDay = (date: string): number => ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Opening spans of one date: a holiday's own, else those of its week day. */
function spansOn(hours: BusinessHours, date: string): Span[] {
  const holiday = hours.holidays.find((one) => one.date === date);
  const spans: readonly Span[] = holiday ? holiday.open : hours.week.filter(({ day }) => day === weekDay(date));
  return [...spans].sort((a, b) => minuteOf(a.from) - minuteOf(b.from));
}

/** Whether these hours are open at this instant (epoch milliseconds). A span holds its first minute and not its last. */
export function isOpen(hours: BusinessHours, at: number): boolean {
  const { date, minute } = wallTime(at, hours.timeZone);
  return spansOn(hours, date).some(({ from, to }) => minuteOf(from) <= minute && minute < minuteOf(to));
}

/**
 * When these hours open next, epoch milliseconds; null: not within 400 days. A time that a clock skips in spring counts as the first one
 * after the gap, one that it shows twice in autumn as the first of the two.
 */
export function nextOpening(hours: BusinessHours, at: number): number | null {
  const today = wallTime(at, hours.timeZone).date;
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const date = new Date(Date.parse(`${today}T00:00:00Z`) + ahead * DAY).toISOString().slice(0, 10);
    for (const { from } of spansOn(hours, date)) {
      const opens = instantOf(date, minuteOf(from), hours.timeZone);
      // A span that begins in a gap may be over before the clock comes to it.
      if (opens > at && isOpen(hours, opens)) return opens;
    }
  }
  return null;
}

/** The first instant at which the clock shows this minute of this date, or the first one after it. */
function instantOf(date: string, minute: number, timeZone: string): number {
  const asUtc = Date.parse(`${date}T00:00:00Z`) + minute * MINUTE;
  const wanted = asUtc / MINUTE;
  const shown = (at: number): number => {
    const wall = wallTime(at, timeZone);
    return Date.parse(`${wall.date}T00:00:00Z`) / MINUTE + wall.minute;
  };
  // No zone is further from UTC than 15 hours. What the clock shows only jumps at a change; between, it grows minute by minute.
  const offsets = new Set([-1, 0, 1].map((side) => shown(asUtc + side * DAY) - (asUtc + side * DAY) / MINUTE));
  const candidates = [...offsets].map((offset) => asUtc - offset * MINUTE).sort((a, b) => a - b);
  const exact = candidates.find((candidate) => shown(candidate) === wanted);
  if (exact !== undefined) return exact;
  // In the gap: the change itself lies between the earliest and the latest candidate.
  let [low, high] = [(candidates[0] ?? asUtc) - MINUTE, candidates.at(-1) ?? asUtc];
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (shown(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}

/** What is wrong with these hours, as a pointer into the body and a sentence; null: nothing. */
export function flawOf(hours: Omit<BusinessHours, 'id'>): { field: string; message: string } | null {
  if (!isTimeZone(hours.timeZone))
    return { field: '/body/timeZone', message: `"${hours.timeZone}" is not a time zone that is known here.` };
  const upsideDown = (span: Span) => minuteOf(span.from) >= minuteOf(span.to);
  for (const [index, span] of hours.week.entries())
    if (upsideDown(span)) return { field: `/body/week/${index}`, message: 'A span ends after it begins.' };
  const dates = new Set<string>();
  for (const [index, { date, open }] of hours.holidays.entries()) {
    if (dates.has(date)) return { field: `/body/holidays/${index}/date`, message: `${date} stands there twice.` };
    dates.add(date);
    if (open.some(upsideDown))
      return { field: `/body/holidays/${index}/open`, message: 'A span ends after it begins.' };
  }
  return null;
}
