import type { Row } from './row.ts';

/** Where each of the rows that run at a time takes its next. */
export type Lane = () => Row | undefined;

/** Rows that run before all others, by themselves. */
export const aloneOf = (rows: readonly Row[]): Row[] => rows.filter(({ lane }) => lane === 'alone');

/**
 * Two of the other rows at a time: those whose time is measured one after another, and beside them those that wait, then those that work without
 * a promise about time. Whichever lane has none of its own left goes on with the other's, but never brings in a measured row beside another.
 */
export function lanesOf(rows: readonly Row[]): readonly [Lane, Lane] {
  const measured = rows.filter(({ lane }) => lane === undefined);
  const others = [...rows.filter(({ lane }) => lane === 'waits'), ...rows.filter(({ lane }) => lane === 'works')];
  return [() => measured.shift() ?? others.pop(), () => others.shift()];
}

/** One row at a time. */
export function inOrder(rows: readonly Row[]): Lane {
  const left = [...rows];
  return () => left.shift();
}
