import type { Customer } from './customers.ts';

/** One line of a statement. Cents; negative: money left. */
export interface Booking {
  readonly id: string;
  readonly accountId: string;
  readonly at: string;
  readonly name: string;
  readonly kind: 'groceries' | 'transport' | 'rent' | 'salary' | 'eating' | 'home' | 'leisure' | 'transfer';
  readonly cents: number;
}

/** What the page draws for one customer. */
export interface Statement {
  readonly accounts: readonly { id: string; kind: string; iban: string; cents: number }[];
  readonly bookings: readonly Booking[];
  readonly card: { id: string; last4: string; expires: string; frozen: boolean };
}

export type TransferRefusal = 'unknown_account' | 'amount' | 'balance' | 'recipient';

const DAY = 86_400_000;
const USUAL: readonly (readonly [days: number, hour: number, name: string, kind: Booking['kind'], cents: number])[] = [
  [0, 8, 'Café Noord', 'eating', -420],
  [0, 7, 'Metro', 'transport', -335],
  [1, 18, 'Groenmarkt', 'groceries', -3874],
  [2, 12, 'Hakan & Zonen', 'eating', -1950],
  [3, 9, 'Studio Lumen', 'salary', 284_000],
  [4, 20, 'Kino Delta', 'leisure', -1300],
  [5, 10, 'Woonhuis Beheer', 'rent', -96_500],
  [6, 17, 'Groenmarkt', 'groceries', -5210],
  [8, 11, 'Ijzerhandel Bos', 'home', -2745],
];

/** The bank's books, in memory: a demo forgets everything when it stops. */
export function createLedger(now: () => number) {
  const moved = new Map<string, Booking[]>();
  const frozen = new Set<string>();
  // What is already on the statement lies before anything that the customer does now.
  const opened = now();
  let count = 0;

  const statement = (customer: Customer): Statement => {
    const main = customer.accounts[0];
    const today = new Date(now()).setHours(0, 0, 0, 0);
    const usual = USUAL.map(([days, hour, name, kind, cents], index) => ({
      id: `${customer.customerId}-${index}`,
      accountId: main?.id ?? '',
      at: new Date(Math.min(today - days * DAY + hour * 3_600_000, opened - (index + 1) * 60_000)).toISOString(),
      name,
      kind,
      cents,
    }));
    const own = moved.get(customer.customerId) ?? [];
    return {
      accounts: customer.accounts.map((account) => ({
        ...account,
        cents: own.filter((one) => one.accountId === account.id).reduce((sum, one) => sum + one.cents, account.cents),
      })),
      bookings: [...own, ...usual].sort((a, b) => (a.at < b.at ? 1 : -1)),
      card: { ...customer.card, frozen: frozen.has(customer.card.id) },
    };
  };

  return {
    statement,
    /** Books a transfer; answers why not. */
    transfer(customer: Customer, order: { from: string; to: string; cents: number }): TransferRefusal | null {
      const account = statement(customer).accounts.find(({ id }) => id === order.from);
      if (!account) return 'unknown_account';
      if (order.to.trim() === '' || order.to.length > 70) return 'recipient';
      if (!Number.isInteger(order.cents) || order.cents < 1) return 'amount';
      if (order.cents > account.cents) return 'balance';
      count += 1;
      const booking: Booking = {
        id: `transfer-${count}`,
        accountId: account.id,
        at: new Date(now()).toISOString(),
        name: order.to.trim(),
        kind: 'transfer',
        cents: -order.cents,
      };
      moved.set(customer.customerId, [booking, ...(moved.get(customer.customerId) ?? [])]);
      return null;
    },
    freeze(customer: Customer, on: boolean): void {
      if (on) frozen.add(customer.card.id);
      else frozen.delete(customer.card.id);
    },
  };
}

export type Ledger = ReturnType<typeof createLedger>;
