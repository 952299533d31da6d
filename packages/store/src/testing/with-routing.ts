import type { Transaction } from '@alongside/domain';

/** The transaction, with some of its routing done otherwise. */
export const withRouting = (tx: Transaction, others: Partial<Transaction['routing']>): Transaction =>
  Object.create(tx, { routing: { value: { ...tx.routing, ...others } } });
