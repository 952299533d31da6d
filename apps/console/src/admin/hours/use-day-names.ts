import { useMemo } from 'react';
import { useAdmin } from '../kit/texts.ts';

export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Names of the week days in the reader's language; 1 = Monday. */
export function useDayNames(): (day: number) => string {
  const { locale } = useAdmin().t;
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
    // The first of January 2024 was a Monday.
    return (day) => format.format(Date.UTC(2024, 0, day));
  }, [locale]);
}
