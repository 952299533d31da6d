/** Writes values the reader's way. Times are Date, ISO 8601 string or epoch milliseconds. */
export type Formats = {
  /** "14:05" */
  time(at: Time): string;
  /** "21 November 2026" */
  date(at: Time): string;
  /** "21 Nov 2026, 14:05" */
  dateTime(at: Time): string;
  /** "today", "yesterday", a weekday within the last week, else the date; `now` decides what today is. */
  day(at: Time, now: Time): string;
  /** "3 minutes ago", "in 2 hours" */
  relative(at: Time, now: Time): string;
  /** "1,234" */
  number(value: number): string;
  /** "45%" of a share from 0 to 1 */
  percent(share: number): string;
  /** "1.5 MB" of a count of bytes; a megabyte is 1024 × 1024, as limits are set. */
  bytes(count: number): string;
  /** "Ada, Bea and Can" */
  list(items: readonly string[]): string;
  /** "2 minutes", "1 hour 5 minutes"; below a minute in seconds. */
  duration(seconds: number): string;
  /** "2–5 minutes", for a wait that is not known exactly: rounded outwards, above half an hour to fives, in hours if all of it is hours. */
  durationRange(lowSeconds: number, highSeconds: number): string;
};

export type Time = Date | string | number;

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/**
 * Date, number, list and duration forms of one language.
 * @param locale BCP 47 tag
 * @param timeZone IANA zone; the reader's own by default
 */
export function createFormats(locale: string, timeZone?: string): Formats {
  const zone = timeZone === undefined ? {} : { timeZone };
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, ...zone });
  const timeForm = dates({ timeStyle: 'short' });
  const dateForm = dates({ dateStyle: 'long' });
  const dateTimeForm = dates({ dateStyle: 'medium', timeStyle: 'short' });
  const weekdayForm = dates({ weekday: 'long' });
  const dayKey = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone });
  const relativeForm = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const numberForm = new Intl.NumberFormat(locale);
  const percentForm = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const listForm = new Intl.ListFormat(locale);
  const unit = (name: string, options: Intl.NumberFormatOptions = { unitDisplay: 'long' }) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, maximumFractionDigits: 1, ...options });
  const toDate = (at: Time) => (at instanceof Date ? at : new Date(at));
  const dayNumber = (at: Time) => Date.parse(`${dayKey.format(toDate(at))}T00:00:00Z`) / (DAY * 1000);

  return {
    time: (at) => timeForm.format(toDate(at)),
    date: (at) => dateForm.format(toDate(at)),
    dateTime: (at) => dateTimeForm.format(toDate(at)),
    day(at, now) {
      const days = dayNumber(at) - dayNumber(now);
      if (days === 0 || days === -1) return relativeForm.format(days, 'day');
      return days < 0 && days > -7 ? weekdayForm.format(toDate(at)) : dateForm.format(toDate(at));
    },
    relative(at, now) {
      const seconds = (toDate(at).getTime() - toDate(now).getTime()) / 1000;
      const size = Math.abs(seconds);
      if (size < 45) return relativeForm.format(0, 'second');
      if (size < 45 * MINUTE) return relativeForm.format(Math.round(seconds / MINUTE), 'minute');
      if (size < 22 * HOUR) return relativeForm.format(Math.round(seconds / HOUR), 'hour');
      return relativeForm.format(Math.round(seconds / DAY), 'day');
    },
    number: (value) => numberForm.format(value),
    percent: (share) => percentForm.format(share),
    bytes(count) {
      const short = { unitDisplay: 'short' } as const;
      if (count < 1024) return unit('byte').format(count);
      if (count < 1024 * 1024) return unit('kilobyte', short).format(count / 1024);
      return unit('megabyte', short).format(count / (1024 * 1024));
    },
    list: (items) => listForm.format(items),
    duration(seconds) {
      if (seconds < MINUTE) return unit('second').format(Math.round(seconds));
      const minutes = Math.round(seconds / MINUTE);
      if (minutes < 60) return unit('minute').format(minutes);
      const hours = unit('hour').format(Math.floor(minutes / 60));
      return minutes % 60 === 0 ? hours : `${hours} ${unit('minute').format(minutes % 60)}`;
    },
    durationRange(lowSeconds, highSeconds) {
      const inHours = lowSeconds >= HOUR;
      const size = inHours ? HOUR : highSeconds > 30 * MINUTE ? 5 * MINUTE : MINUTE;
      const unitsPerSize = inHours ? 1 : size / MINUTE;
      const form = unit(inHours ? 'hour' : 'minute');
      const low = Math.max(1, Math.floor(lowSeconds / size) * unitsPerSize);
      const high = Math.max(low, Math.ceil(highSeconds / size) * unitsPerSize);
      if (low === high) return form.format(high);
      return form.formatRange ? form.formatRange(low, high) : `${numberForm.format(low)}–${form.format(high)}`;
    },
  };
}
