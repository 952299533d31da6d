const DAY = 86_400_000;

/** Calendar dates, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The last so many days up to `today`, which counts as one. */
export function lastDays(days: number, today: string): Period {
  const from = new Date(Date.parse(today) - (days - 1) * DAY).toISOString().slice(0, 10);
  return { from, to: today };
}

/** What is wrong with a period that somebody typed; null: nothing. */
export function faultOf({ from, to }: Period): 'incomplete' | 'backwards' | 'long' | null {
  const days = (Date.parse(to) - Date.parse(from)) / DAY;
  if (Number.isNaN(days)) return 'incomplete';
  if (days < 0) return 'backwards';
  return days > 400 ? 'long' : null;
}
