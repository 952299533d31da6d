import type { Channel, ChannelActor, ChannelPerson } from './ports.ts';

/** The device and the door: what every connection of an app says. The visitor's id is a claim. */
export interface ChannelVisitor {
  readonly brandId: number;
  readonly channelId: string;
  readonly visitorId: string;
}

/** The name and picture that an app sends along: the current ones. */
export interface NameOfCustomer {
  readonly externalId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly imageUrl: string | null;
}

/** A token with its life. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresInSeconds: number;
}

/** A customer at a channel, and what they may come back with. */
export interface Authorized {
  readonly actor: ChannelActor;
  readonly person: ChannelPerson;
  /** For the socket's address; null on channels without secured sessions. */
  readonly transactionToken: IssuedToken | null;
  /** Access and refresh token of a channel with authorization; null on others. */
  readonly thirdParty: { readonly access: IssuedToken; readonly refresh: string } | null;
}

export const nameOf = ({ firstName, lastName }: Pick<ChannelPerson, 'firstName' | 'lastName'>): string =>
  `${firstName} ${lastName}`.trim();

export function actorOf(
  channel: Channel,
  person: ChannelPerson,
  visitorId: string,
  sessionId: string | null,
): ChannelActor {
  return {
    kind: 'channel',
    tenantId: channel.tenantId,
    brandId: channel.brandId,
    channelId: channel.id,
    customerId: person.customerId,
    externalId: person.externalId,
    name: nameOf(person),
    visitorId,
    sessionId,
  };
}

const LONGEST = { id: 200, name: 200, address: 2000 };
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const plain = (text: string, longest: number): string =>
  text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(UNSHOWABLE, ' ')
    .trim()
    .slice(0, longest);

/** What apps say of a person, within what is kept and shown: one line each, and a picture only from the web. */
export function cleanName(said: NameOfCustomer): NameOfCustomer {
  const { imageUrl } = said;
  const shown = imageUrl !== null && imageUrl.length <= LONGEST.address && /^https?:\/\//i.test(imageUrl);
  return {
    externalId: plain(said.externalId, LONGEST.id),
    firstName: plain(said.firstName, LONGEST.name),
    lastName: plain(said.lastName, LONGEST.name),
    imageUrl: shown && URL.canParse(imageUrl) ? imageUrl : null,
  };
}
