/** What a tenant may dial. Where it is empty or left out of, the safe side holds. */
export interface DialRules {
  /** The tenant's own country, ISO 3166-1 alpha-2: numbers without `+` are read as dialled there, and it alone is open from the start. */
  readonly country: string;
  /** Further countries that administration opened, ISO 3166-1 alpha-2. */
  readonly openCountries: readonly string[];
  /** Beginnings of E.164 numbers that administration closed, with `+`; they win over everything open. */
  readonly closedPrefixes: readonly string[];
}

/** Why a number is not dialled. Stable codes; stored with the attempt. */
export type DialRefusal =
  /** Empty, too long, or with a character that no telephone number has (`;`, `@`, letters, control characters). */
  | 'malformed'
  /** Nobody can have this number. */
  | 'not_a_number'
  /** Police, ambulance, fire: from here nobody would be found. */
  | 'emergency'
  | 'short_code'
  | 'premium_rate'
  | 'shared_cost'
  | 'personal_number'
  /** Satellite and other networks of no country (+870, +881, +882, +883, +979 and the like). */
  | 'international_network'
  /** A range that is known for calls made to earn their charges. */
  | 'fraud_range'
  /** Pagers, voice mail boxes, company numbers of unknown cost. */
  | 'other_kind'
  | 'country_closed'
  /** Closed by this tenant's administration. */
  | 'prefix_closed';

export type DialDecision =
  | {
      readonly allowed: true;
      /** E.164, with `+`. */
      readonly number: string;
      /** ISO 3166-1 alpha-2. */
      readonly country: string;
      readonly kind: 'fixed_line' | 'mobile' | 'fixed_line_or_mobile' | 'toll_free';
    }
  | {
      readonly allowed: false;
      readonly refusal: DialRefusal;
      /** What, where, what to do. */
      readonly message: string;
      /** E.164 where one could be read, for the record; never dialled. */
      readonly number: string | null;
    };

/** Pure: the same number and rules give the same decision. Caps (calls, minutes, money) are counted by the store, not here. */
export type DialPolicy = (dialled: string, rules: DialRules) => DialDecision;
