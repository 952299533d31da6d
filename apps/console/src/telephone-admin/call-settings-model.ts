import type { CallSettings } from '@alongside/protocol';
import type { Faults } from '../admin/kit/form-model.ts';
import { firstWrong, linesOf } from './lines.ts';
import type { TelephoneTexts } from './telephone-texts.ts';

export interface CallSettingsValues extends Omit<CallSettings, 'closedPrefixes' | 'caps' | 'countriesAllowed'> {
  readonly countriesAllowed: readonly string[];
  /** One per line. */
  readonly closedPrefixes: string;
  readonly concurrent: number;
  readonly perMinute: number;
  readonly minutesPerDay: number;
  /** Cents. */
  readonly spendPerDay: number;
  readonly centsPerMinute: number;
}

const MOST = {
  concurrent: 10_000,
  perMinute: 10_000,
  minutesPerDay: 10_000_000,
  spendPerDay: 1_000_000_000,
  centsPerMinute: 100_000,
} as const satisfies Record<keyof CallSettings['caps'], number>;
const CAPS = Object.keys(MOST) as (keyof typeof MOST)[];
const IN_CENTS: readonly (keyof typeof MOST)[] = ['spendPerDay', 'centsPerMinute'];

export const valuesOf = ({ caps, closedPrefixes, ...rest }: CallSettings): CallSettingsValues => ({
  ...rest,
  ...caps,
  closedPrefixes: closedPrefixes.join('\n'),
});

/** Spaces in a prefix are for whoever reads it. */
const prefixesOf = (text: string) => linesOf(text).map((line) => line.replace(/\s/g, ''));

export function settingsOf(values: CallSettingsValues): CallSettings {
  const {
    concurrent,
    perMinute,
    minutesPerDay,
    spendPerDay,
    centsPerMinute,
    closedPrefixes,
    countriesAllowed,
    ...rest
  } = values;
  return {
    ...rest,
    countriesAllowed: countriesAllowed.filter((country) => country !== values.country),
    closedPrefixes: prefixesOf(closedPrefixes),
    caps: { concurrent, perMinute, minutesPerDay, spendPerDay, centsPerMinute },
  };
}

/** Why nothing goes out whatever is dialled; null: something can. The server counts the first minute before it dials. */
export function closedBy(caps: CallSettings['caps']): 'caps' | 'money' | null {
  if ([caps.concurrent, caps.perMinute, caps.minutesPerDay].includes(0)) return 'caps';
  return caps.centsPerMinute > caps.spendPerDay ? 'money' : null;
}

export function faultsOf(values: CallSettingsValues, texts: TelephoneTexts): Faults {
  const wrong = firstWrong(values.closedPrefixes, (line) => /^\+[0-9]{1,15}$/.test(line.replace(/\s/g, '')));
  const caps = CAPS.filter((cap) => values[cap] < 0 || values[cap] > MOST[cap]).map((cap) => [
    cap,
    texts('caps.wrong', { most: String(IN_CENTS.includes(cap) ? MOST[cap] / 100 : MOST[cap]) }),
  ]);
  return {
    ...(wrong !== null && { closedPrefixes: texts('closed.wrong', { line: wrong }) }),
    ...((values.recordingDays < 1 || values.recordingDays > 3650) && {
      recordingDays: texts('caps.wrong', { most: '3650' }),
    }),
    ...Object.fromEntries(caps),
  };
}
