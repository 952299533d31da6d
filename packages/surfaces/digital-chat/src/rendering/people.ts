import type { ChannelAgent, ChannelPerson } from '@alongside/domain';

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

/** The customer. */
export function renderIdentity({ externalId, firstName, lastName, imageUrl }: ChannelPerson) {
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
