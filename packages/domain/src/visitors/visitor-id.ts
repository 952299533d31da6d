import { Refused } from '../kernel/refused.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A visitor's id in lower case, as it is stored. */
export function assertVisitorId(given: string): string {
  const id = given.toLowerCase();
  if (!UUID.test(id)) throw new Refused('invalid_request', { message: "A visitor's id must be a UUID." });
  return id;
}
