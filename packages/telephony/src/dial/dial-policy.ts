import type { DialDecision, DialPolicy, DialRefusal, DialRules } from '@alongside/domain';
import libphonenumber from 'google-libphonenumber';
import { internationalCodes, ranges, wholeCountries } from './fraud-ranges.ts';

const { PhoneNumberFormat, PhoneNumberType, PhoneNumberUtil, ShortNumberInfo } = libphonenumber;
const numbers = PhoneNumberUtil.getInstance();
const shortNumbers = ShortNumberInfo.getInstance();

/** Characters; E.164 has 15 digits, the rest is room for an international prefix and separators. */
const LONGEST = 32;
/** What people write in numbers, in ASCII. The library would also take letters, other scripts' digits and `;ext=`. */
const writable = /^\+?[0-9 ()./-]*$/;
const countryCode = /^[A-Z]{2}$/;

const allowedKinds = new Map<number, Extract<DialDecision, { allowed: true }>['kind']>([
  [PhoneNumberType.FIXED_LINE, 'fixed_line'],
  [PhoneNumberType.MOBILE, 'mobile'],
  [PhoneNumberType.FIXED_LINE_OR_MOBILE, 'fixed_line_or_mobile'],
  [PhoneNumberType.TOLL_FREE, 'toll_free'],
]);

const refusedKinds = new Map<number, DialRefusal>([
  [PhoneNumberType.PREMIUM_RATE, 'premium_rate'],
  [PhoneNumberType.SHARED_COST, 'shared_cost'],
  [PhoneNumberType.PERSONAL_NUMBER, 'personal_number'],
]);

/**
 * Reads a dialled number as its tenant's country would and says whether it may be called. Closed unless open: the tenant's own country, then
 * those that administration opened; never premium, personal, satellite or fraud ranges. `country` other than two letters closes everything.
 */
export const decideDial: DialPolicy = (dialled, rules) => {
  const written = typeof dialled === 'string' && dialled.length <= LONGEST ? dialled.trim() : '';
  if (!/[0-9]/.test(written) || !writable.test(written) || controls(dialled))
    return refuse('malformed', null, 'This is no telephone number; give digits, with + and the country first.');
  if (
    !countryCode.test(rules.country) ||
    numbers.getCountryCodeForRegion(rules.country as libphonenumber.RegionCode) === 0
  )
    return refuse('country_closed', null, 'The tenant has no country of its own yet; set it in administration.');
  return shortOf(written, rules.country) ?? decideLong(written, rules);
};

/** A number as a carrier writes it, read as one of this country, in E.164; null: nobody has it. For comparing and keeping, never a leave to call. */
export function readNumber(written: string, country: string): string | null {
  if (written.length > LONGEST || !writable.test(written) || !countryCode.test(country)) return null;
  const number = parsed(written, country);
  return number !== null && numbers.isValidNumber(number) ? numbers.format(number, PhoneNumberFormat.E164) : null;
}

/** The country of a number in E.164; null: of none. */
export function countryOf(number: string): string | null {
  const found = parsed(number, 'ZZ');
  return (found && numbers.getRegionCodeForNumber(found)) ?? null;
}

function controls(text: string): boolean {
  for (const character of text) if (character < ' ' || character > '~') return true;
  return false;
}

/** Emergency and short codes are judged as they were dialled, before any prefix is put to them. */
function shortOf(written: string, country: string): DialDecision | null {
  if (written.startsWith('+')) return null;
  const digits = written.replace(/[^0-9]/g, '');
  if (shortNumbers.isEmergencyNumber(digits, country as libphonenumber.RegionCode) || everywhere.has(digits))
    return refuse(
      'emergency',
      null,
      'Emergency calls cannot be placed from here; use a telephone that can be located.',
    );
  if (digits.length <= 6)
    return refuse('short_code', null, 'Short codes cannot be dialled; give the whole number with + and the country.');
  return null;
}

/** Answered as emergencies by mobile networks of nearly every country. */
const everywhere: ReadonlySet<string> = new Set(['112', '911', '999', '000']);

function decideLong(written: string, rules: DialRules): DialDecision {
  const number = parsed(written, rules.country);
  if (number === null)
    return refuse('not_a_number', null, 'No telephone has this number; check it and give it with + and the country.');
  const e164 = numbers.format(number, PhoneNumberFormat.E164);
  if (internationalCodes.has(number.getCountryCode() ?? 0))
    return refuse(
      'international_network',
      e164,
      'Satellite and international networks are never called; use another number.',
    );
  const range = ranges.find(({ prefix }) => e164.startsWith(prefix));
  if (range !== undefined)
    return refuse('fraud_range', e164, `This range (${range.what}) is never called; use another number.`);
  if (!numbers.isValidNumber(number))
    return refuse('not_a_number', null, 'No telephone has this number; check it and give it with + and the country.');
  const kind = numbers.getNumberType(number);
  const allowed = allowedKinds.get(kind);
  if (allowed === undefined) {
    const refusal = refusedKinds.get(kind) ?? 'other_kind';
    return refuse(refusal, e164, 'Numbers of this kind are never called; use an ordinary fixed or mobile number.');
  }
  const country = numbers.getRegionCodeForNumber(number) ?? '';
  if (wholeCountries.has(country) && country !== rules.country)
    return refuse('fraud_range', e164, `Calls to this country (${country}) are never placed; use another way.`);
  if (rules.closedPrefixes.some((prefix) => prefix !== '' && e164.startsWith(prefix)))
    return refuse('prefix_closed', e164, 'Administration has closed this range; ask an administrator.');
  if (country !== rules.country && !rules.openCountries.includes(country))
    return refuse('country_closed', e164, `Calls to ${country} are closed; an administrator can open the country.`);
  return { allowed: true, number: e164, country, kind: allowed };
}

function parsed(written: string, country: string): libphonenumber.PhoneNumber | null {
  try {
    return numbers.parse(written, country);
  } catch {
    return null;
  }
}

function refuse(refusal: DialRefusal, number: string | null, message: string): DialDecision {
  return { allowed: false, refusal, message, number };
}
