import { Refused } from '@alongside/domain';
import { isObject, type Json, listAt, shortTextAt } from './json.ts';

const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,190}$/;
const MOST_ADDRESSES = 10;

/** E-mail addresses of recipients, whose id they are on this wire. Refuses none at all, and what is none. */
export function emailsIn(data: Json, name: string): readonly string[] {
  const addresses = listAt(data, name, MOST_ADDRESSES).map((recipient) => {
    const address = isObject(recipient) ? shortTextAt(recipient, 'idOnExternalPlatform', 255) : null;
    if (address === null || !ADDRESS.test(address))
      throw new Refused('invalid_request', { message: 'A recipient has no e-mail address.' });
    return address;
  });
  if (addresses.length === 0) throw new Refused('invalid_request', { message: 'There is no recipient.' });
  return addresses;
}
