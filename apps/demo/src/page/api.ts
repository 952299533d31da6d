/** What the bank's page gets from its own backend. */
export interface Person {
  readonly customerId: string;
  readonly name: string;
  readonly since: number;
}
export interface Session {
  readonly customer: Person | null;
  /** The cast of the demo. A real bank would ask for a sign-in. */
  readonly customers: readonly Person[];
  readonly help: { readonly url: string; readonly tenant: string };
}
export interface Account {
  readonly id: string;
  readonly kind: 'current' | 'savings' | 'joint';
  readonly iban: string;
  readonly cents: number;
}
export interface Booking {
  readonly id: string;
  readonly at: string;
  readonly name: string;
  readonly kind: 'groceries' | 'transport' | 'rent' | 'salary' | 'eating' | 'home' | 'leisure' | 'transfer';
  readonly cents: number;
}
export interface Statement {
  readonly accounts: readonly Account[];
  readonly bookings: readonly Booking[];
  readonly card: { readonly id: string; readonly last4: string; readonly expires: string; readonly frozen: boolean };
}
/** The backend's word for the signed-in customer: what the help starts with. */
export interface Granted {
  readonly customerId: string;
  readonly customerName: string;
  readonly transactionHash: string;
}

/** The backend's refusal; `code` is its word for why. */
export class BankError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

async function ask<T>(path: string, body?: object): Promise<T> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(path, init).catch(() => null);
  const answer = (await response?.json().catch(() => null)) as (T & { error?: string }) | null;
  if (!response?.ok || !answer) throw new BankError(answer?.error ?? 'unreachable');
  return answer;
}

export const bank = {
  session: () => ask<Session>('/api/session'),
  signIn: (customerId: string) => ask<{ customer: Person }>('/api/sign-in', { customerId }),
  signOut: () => ask<object>('/api/sign-out', {}),
  statement: () => ask<Statement>('/api/statement'),
  transfer: (order: { from: string; to: string; cents: number }) => ask<Statement>('/api/transfers', order),
  freeze: (frozen: boolean) => ask<Statement>('/api/card', { frozen }),
  vouch: (deviceHash: string) => ask<Granted>('/api/help', { deviceHash }),
};
