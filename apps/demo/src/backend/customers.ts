/** Somebody who banks here. `customerId` is the bank's own number, the one that Alongside gets to know. */
export interface Customer {
  readonly customerId: string;
  readonly name: string;
  readonly since: number;
  readonly accounts: readonly Account[];
  readonly card: Card;
}

/** Amounts are in cents of a euro. */
export interface Account {
  readonly id: string;
  readonly kind: 'current' | 'savings' | 'joint';
  readonly iban: string;
  readonly cents: number;
}

export interface Card {
  readonly id: string;
  readonly last4: string;
  readonly expires: string;
}

/** Numbers that look like the real thing and can belong to nobody: their check digits are wrong. */
export const DEMO_CUSTOMERS: readonly Customer[] = [
  {
    customerId: '123456',
    name: 'Ada Yılmaz',
    since: 2017,
    accounts: [
      { id: 'ada-1', kind: 'current', iban: 'NL00 MERI 0417 1643 00', cents: 428_316 },
      { id: 'ada-2', kind: 'savings', iban: 'NL00 MERI 0417 1643 18', cents: 1_845_000 },
      { id: 'ada-3', kind: 'joint', iban: 'NL00 MERI 0417 1643 77', cents: 96_248 },
    ],
    card: { id: 'ada-card', last4: '4417', expires: '09/29' },
  },
  {
    customerId: '234567',
    name: 'Minh Nguyễn',
    since: 2021,
    accounts: [
      { id: 'minh-1', kind: 'current', iban: 'NL00 MERI 0720 5518 24', cents: 113_790 },
      { id: 'minh-2', kind: 'savings', iban: 'NL00 MERI 0720 5518 32', cents: 640_055 },
    ],
    card: { id: 'minh-card', last4: '0926', expires: '02/28' },
  },
  {
    customerId: '345678',
    name: 'Sanne de Vries',
    since: 2009,
    accounts: [
      { id: 'sanne-1', kind: 'current', iban: 'NL00 MERI 0133 8079 61', cents: 267_005 },
      { id: 'sanne-2', kind: 'savings', iban: 'NL00 MERI 0133 8079 79', cents: 3_120_480 },
      { id: 'sanne-3', kind: 'joint', iban: 'NL00 MERI 0133 8079 87', cents: 184_512 },
    ],
    card: { id: 'sanne-card', last4: '7731', expires: '11/27' },
  },
];
