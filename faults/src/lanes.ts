import type { Row } from './row.ts';

/** Where each of the rows that run at a time takes its next. */
export type Lane = () => Row | undefined;

/** Rows that run before all others, by themselves. */
export const aloneOf = (rows: readonly Row[]): Row[] => rows.filter(({ lane }) => lane === 'alone');

/**
 * Two of the other rows at a time: those whose time is measured one after another, and beside them those that wait, then those that work without
 * a promise about time. Whichever lane has none of its own left goes on with the other's, but never brings in a measured row beside another. A row
 * whose calls need the machine's interfaces does not start beside one that makes and takes away some, nor the other way round, while there is anything else to do.
 */
export function lanesOf(rows: readonly Row[]): readonly [Lane, Lane] {
  const measured = rows.filter(({ lane }) => lane === undefined);
  const others = [...rows.filter(({ lane }) => lane === 'waits'), ...rows.filter(({ lane }) => lane === 'works')];
  const running: [Row | undefined, Row | undefined] = [undefined, undefined];
  const fitsBeside = (beside: Row | undefined) => (row: Row) =>
    beside?.interfaces === undefined || row.interfaces === undefined || beside.interfaces === row.interfaces;
  const take = (list: Row[], index: number): Row | undefined => (index < 0 ? undefined : list.splice(index, 1)[0]);
  return [
    () => {
      const fits = fitsBeside(running[1]);
      running[0] =
        take(measured, measured.findIndex(fits)) ??
        take(others, others.findLastIndex(fits)) ??
        measured.shift() ??
        others.pop();
      return running[0];
    },
    () => {
      const fits = fitsBeside(running[0]);
      running[1] = take(others, others.findIndex(fits)) ?? others.shift();
      return running[1];
    },
  ];
}

/** One row at a time. */
export function inOrder(rows: readonly Row[]): Lane {
  const left = [...rows];
  return () => left.shift();
}
