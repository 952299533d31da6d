import type { NameOfCustomer } from '../ports.ts';
import { cut, type Json, objectAt, shortTextAt, textAt } from './json.ts';

const ID = 200;
const NAME = 200;
const ADDRESS = 2000;

/** What the client says of its customer. Web writes `consumerIdentity`, native mostly `customerIdentity`. null: it says nothing. */
export function nameIn(payload: Json): NameOfCustomer | null {
  const identity = objectAt(payload, 'customerIdentity', 'consumerIdentity');
  const externalId = shortTextAt(identity, 'idOnExternalPlatform', ID);
  return externalId === null
    ? null
    : {
        externalId,
        firstName: partOfName(identity, 'firstName'),
        lastName: partOfName(identity, 'lastName'),
        imageUrl: imageIn(identity),
      };
}

/** Cut where it is too long: nobody is to be without a chat for it. */
const partOfName = (identity: Json, name: string): string => cut((textAt(identity, name) ?? '').trim(), NAME);

/** Only an address that a page may show without harm; some apps send the whole picture. */
function imageIn(identity: Json): string | null {
  const image = textAt(identity, 'image');
  return image !== null && image.length <= ADDRESS && /^https?:\/\//i.test(image) ? image : null;
}
