import { Refused } from '@alongside/domain';
import { nameIn } from '../parsing/identity.ts';
import { type Json, objectAt, shortTextAt } from '../parsing/json.ts';
import type { Authorized, IssuedToken, NameOfCustomer } from '../ports.ts';
import { renderIdentity } from '../rendering/people.ts';
import { renderField } from '../rendering/thread.ts';
import type { Session } from '../socket/session.ts';
import type { Handler } from './handler.ts';

const TOKEN = 8_192;

/** The first event on a socket without a session token. */
export const authorize: Handler = async (session, { payload, data }) => {
  const name = nameIn(payload);
  if (session.customer === null) {
    const authorized = await authorizedBy(session, name, data);
    session.enter(authorized.actor, authorized.person);
    session.accessToken = authorized.thirdParty?.access ?? null;
  } else if (name !== null && name.externalId !== session.customer.actor.externalId) {
    throw new Refused('not_authenticated', { message: 'This connection belongs to another customer already.' });
  }
  session.rememberDevice(data);
  const { person } = session.known();
  return {
    type: 'ConsumerAuthorized',
    top: { status: 'success', authorizationStatus: 'authorized' },
    data: {
      consumerIdentity: renderIdentity(person),
      ...(session.accessToken === null ? {} : { accessToken: issued(session.accessToken) }),
      ...(session.channel.identity === 'anonymous'
        ? {}
        : { customer: { customFields: person.fields.map(renderField) } }),
    },
  };
};

function authorizedBy(session: Session, name: NameOfCustomer | null, data: Json): Promise<Authorized> {
  const { ports, channel, visitor } = session;
  if (channel.identity === 'anonymous')
    return ports.anonymous(
      visitor,
      name ?? { externalId: ports.random.uuid(), firstName: '', lastName: '', imageUrl: null },
    );
  if (channel.identity !== 'oauth')
    throw new Refused('not_authenticated', { message: 'This channel is entered with a transaction token.' });
  const authorization = objectAt(data, 'authorization');
  const code = shortTextAt(authorization, 'authorizationCode', TOKEN);
  if (code === null) throw new Refused('not_authenticated', { message: 'The authorization code is missing.' });
  return ports.exchangeCode(visitor, code, shortTextAt(authorization, 'codeVerifier', 256));
}

export const reconnect: Handler = async (session, { data }) => {
  const token = shortTextAt(objectAt(data, 'accessToken'), 'token', TOKEN);
  if (session.customer === null) {
    const redeemed = token === null ? null : await session.ports.redeemAccessToken(session.visitor, token);
    if (redeemed === null)
      throw new Refused('not_authenticated', { message: 'The access token is not valid (any more).' });
    session.enter(redeemed.actor, redeemed.person);
  }
  return { type: 'ConsumerReconnected', top: { status: 'success', authorizationStatus: 'authorized' }, data: {} };
};

export const refreshToken: Handler = async (session, { data }) => {
  const token = shortTextAt(objectAt(data, 'accessToken'), 'token', TOKEN);
  const fresh = token === null ? null : await session.ports.refreshAccessToken(session.visitor, token);
  if (fresh === null) throw new Refused('not_authenticated', { message: 'The access token cannot be refreshed.' });
  session.accessToken = fresh;
  if (session.customer === null) {
    const redeemed = await session.ports.redeemAccessToken(session.visitor, fresh.token);
    if (redeemed) session.enter(redeemed.actor, redeemed.person);
  }
  return { type: 'TokenRefreshed', data: { accessToken: issued(fresh) } };
};

const issued = ({ token, expiresInSeconds }: IssuedToken) => ({ token, expiresIn: expiresInSeconds });
