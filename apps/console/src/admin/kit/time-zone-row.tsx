import { useId, useMemo } from 'react';
import { TextRow } from './fields.tsx';
import { useAdmin } from './texts.ts';
import type { Form } from './use-form.ts';

interface TimeZoneRowProps<T extends { readonly timeZone: string }> {
  readonly form: Form<T>;
  readonly at: 'timeZone';
  readonly label: string;
  readonly hint?: string;
}

/** A time zone by its IANA name, with those that the browser knows to choose from, and what time it is there. */
export function TimeZoneRow<T extends { readonly timeZone: string }>({ form, label, hint }: TimeZoneRowProps<T>) {
  const { a, t } = useAdmin();
  const list = useId();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const { timeZone } = form.value;
  const now = timeIn(timeZone, t.locale);
  return (
    <>
      <TextRow
        form={form as unknown as Form<{ timeZone: string }>}
        at="timeZone"
        label={label}
        hint={[hint, now ? a('timezone.now', { time: now }) : a('timezone.unknown')].filter(Boolean).join(' ')}
        maxLength={64}
        list={list}
        autoCapitalize="none"
        spellCheck={false}
      />
      <datalist id={list}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

function timeIn(timeZone: string, locale: string): string | null {
  try {
    return new Intl.DateTimeFormat(locale, { timeZone, hour: 'numeric', minute: '2-digit', weekday: 'short' }).format();
  } catch {
    return null;
  }
}
