import { type Channel, Refused } from '@alongside/domain';
import { nameIn } from '../parsing/identity.ts';
import { isObject, type Json, shortTextAt } from '../parsing/json.ts';
import type { Authorized, DigitalChatPorts, Visitor } from '../ports.ts';
import { renderField } from '../rendering/thread.ts';
import { type ChatHandler, type ChatRequest, type ChatResponse, json } from './exchange.ts';
import { channelOf } from './guarded.ts';
import { identityCookie, identityTokenIn } from './identity-cookie.ts';
import { visitorIn } from './visitor-in.ts';

const TOKEN = 8_192;

/** Session tokens of secured channels, by the channel's kind. */
export const issueToken =
  (ports: DigitalChatPorts): ChatHandler =>
  async (request) => {
    const visitor = visitorIn(request.query);
    const channel = await channelOf(
      ports,
      { brandId: String(visitor.brandId), channelId: visitor.channelId },
      request.headers,
    );
    const body = isObject(request.body) ? request.body : {};
    switch (channel.identity) {
      case 'secured':
        return answer(await ports.openSession(visitor, nameIn(body), null));
      case 'secured_cookie':
        return byCookie(ports, request, channel, visitor);
      case 'secured_oauth':
      case 'oauth':
        return byProvider(ports, visitor, body);
      case 'anonymous':
        throw new Refused('not_authenticated', { message: 'This channel has no secured sessions.' });
    }
  };

async function byCookie(
  ports: DigitalChatPorts,
  request: ChatRequest,
  channel: Channel,
  visitor: Visitor,
): Promise<ChatResponse> {
  const session = await ports.openSession(visitor, null, await identityTokenIn(request, channel));
  const { identityToken } = session;
  if (identityToken === null) return answer(session);
  const cookie = (await request.trustsOrigin(channel.tenantId))
    ? { 'set-cookie': identityCookie(channel, identityToken, request.isHttps) }
    : {};
  return answer(session, { identityToken: identityToken.token }, cookie);
}

async function byProvider(ports: DigitalChatPorts, visitor: Visitor, body: Json): Promise<ChatResponse> {
  const thirdParty = isObject(body.thirdParty) ? body.thirdParty : {};
  if (thirdParty.grant_type === 'refresh_token') {
    const token = shortTextAt(thirdParty, 'refresh_token', TOKEN);
    if (token === null) throw new Refused('not_authenticated', { message: 'The refresh token is missing.' });
    const refreshed = await ports.refreshThirdParty(visitor, token);
    // iOS reads the tokens at the top level, the others inside thirdParty.
    return answer(refreshed, thirdPartyOf(refreshed) ?? {});
  }
  const code = shortTextAt(thirdParty, 'authorization_code', TOKEN) ?? shortTextAt(thirdParty, 'code', TOKEN);
  if (code === null) throw new Refused('not_authenticated', { message: 'The authorization code is missing.' });
  return answer(await ports.exchangeCode(visitor, code, shortTextAt(thirdParty, 'code_verifier', 256)));
}

function answer(authorized: Authorized, more: object = {}, headers: Record<string, string> = {}): ChatResponse {
  const { person, transactionToken } = authorized;
  const thirdParty = thirdPartyOf(authorized);
  return json(
    200,
    {
      ...(transactionToken === null
        ? {}
        : { accessToken: transactionToken.token, expiresIn: transactionToken.expiresInSeconds }),
      customerIdentity: {
        idOnExternalPlatform: person.externalId,
        firstName: person.firstName,
        lastName: person.lastName,
        image: person.imageUrl ?? '',
        customFields: person.fields.map(renderField),
      },
      ...(thirdParty === null ? {} : { thirdParty }),
      contact: { customFields: [] },
      ...more,
    },
    headers,
  );
}

const thirdPartyOf = ({ thirdParty }: Authorized) =>
  thirdParty === null
    ? null
    : {
        access_token: thirdParty.access.token,
        refresh_token: thirdParty.refresh,
        expires_in: thirdParty.access.expiresInSeconds,
      };
