import { Refused } from '@alongside/domain';
import { isObject, type Json, shortTextAt } from './json.ts';

/** Which thread is meant. null: the customer's only one, in any of three spellings: no data, `{}`, `client_type: "no_thread_id"`. */
export function threadIn(data: Json): string | null {
  const thread = data.thread;
  if (!isObject(thread) || thread.client_type === 'no_thread_id') return null;
  return shortTextAt(thread, 'idOnExternalPlatform', 64);
}

/** Refuses what names no thread. */
export function namedThreadIn(data: Json): string {
  const externalId = threadIn(data);
  if (externalId === null)
    throw new Refused('invalid_request', {
      field: '/thread/idOnExternalPlatform',
      rule: 'required',
      message: 'thread.idOnExternalPlatform is missing.',
    });
  return externalId;
}

/** Digits of a contact's number. null: absent, or nothing that we ever gave out. */
export function contactNumberIn(data: Json, ...names: readonly string[]): number | null {
  for (const name of names) {
    const contact = data[name];
    if (!isObject(contact)) continue;
    const number = Number(contact.id);
    if (Number.isSafeInteger(number) && number > 0) return number;
  }
  return null;
}
