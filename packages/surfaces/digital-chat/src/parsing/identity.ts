import type { NameOfCustomer } from '../ports.ts';
import { type Json, objectAt, shortTextAt } from './json.ts';

const NAME = 200;

/** What the client says of its customer. Web writes `consumerIdentity`, native mostly `customerIdentity`. null: it says nothing. */
export function nameIn(payload: Json): NameOfCustomer | null {
  const identity = objectAt(payload, 'customerIdentity', 'consumerIdentity');
  const externalId = shortTextAt(identity, 'idOnExternalPlatform', 256);
  return externalId === null
    ? null
    : {
        externalId,
        firstName: (shortTextAt(identity, 'firstName', NAME) ?? '').trim(),
        lastName: (shortTextAt(identity, 'lastName', NAME) ?? '').trim(),
        imageUrl: imageIn(identity),
      };
}

/** Only an address that a page may show without harm. */
function imageIn(identity: Json): string | null {
  const image = shortTextAt(identity, 'image', 2000);
  return image !== null && /^https?:\/\//i.test(image) ? image : null;
}
