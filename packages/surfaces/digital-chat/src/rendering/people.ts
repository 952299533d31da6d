import type { ChannelAgent, ChannelPerson, StoredEntry, Thread } from '@alongside/domain';

/** A person of the company. Native needs a string for `publicImageUrl`. */
export function renderUser({ number, name, imageUrl }: ChannelAgent) {
  const [firstName = '', ...rest] = name.trim().split(/\s+/);
  return {
    id: number,
    incontactId: null,
    agentId: null,
    emailAddress: '',
    loginUsername: '',
    firstName,
    surname: rest.join(' '),
    nickname: '',
    imageUrl: imageUrl ?? '',
    publicImageUrl: imageUrl ?? '',
    isBotUser: false,
    isSurveyUser: false,
  };
}
export type User = ReturnType<typeof renderUser>;

export const userOrNull = (agent: ChannelAgent | null | undefined): User | null => (agent ? renderUser(agent) : null);

type Named = Pick<ChannelPerson, 'externalId' | 'firstName' | 'lastName' | 'imageUrl'>;

/** A customer. */
export function renderIdentity({ externalId, firstName, lastName, imageUrl }: Named) {
  return {
    id: `chat_${externalId}`,
    idOnExternalPlatform: externalId,
    firstName,
    lastName,
    nickname: '',
    fullName: `${firstName} ${lastName}`.trim(),
    image: imageUrl ?? '',
    externalPlatformId: 'chat',
  };
}
export type Identity = ReturnType<typeof renderIdentity>;

/** Whose thread it is, as one of its customers is told of it; where nobody else takes part, that is who is told. */
export const ownerOf = (thread: Thread, person: ChannelPerson): Named =>
  thread.participants.find(({ customerId }) => customerId === thread.customerId) ?? person;

/** Who wrote an entry: one of several, perhaps of an earlier contact and then known by the name on the entry alone. */
export function customerOf({ from }: StoredEntry, thread: Thread, person: ChannelPerson): Named {
  if (from.id === null || from.id === person.customerId) return person;
  const known = thread.participants.find(({ customerId }) => customerId === from.id);
  if (known) return known;
  return { externalId: from.id, firstName: from.name, lastName: '', imageUrl: null };
}

/** The further customers of a contact who take part now. */
export const recipientsOf = (thread: Thread) =>
  thread.participants
    .filter(({ customerId, isHere }) => isHere && customerId !== thread.customerId)
    .map((one) => ({
      ...renderIdentity(one),
      name: `${one.firstName} ${one.lastName}`.trim(),
      isPrimary: false,
      isPrivate: false,
    }));
