import { checkContacts } from './check-contacts.ts';
import { checkExistence, checkGapFree, checkSenderOrder } from './check-log.ts';
import { checkReaders } from './check-readers.ts';
import type { History, Violation } from './history.ts';

/** Judges a run against the delivery contract. An empty answer: every promise was kept. */
export function checkHistory(history: History): Violation[] {
  return [
    ...checkExistence(history),
    ...checkGapFree(history),
    ...checkSenderOrder(history),
    ...checkReaders(history),
    ...checkContacts(history),
  ];
}
