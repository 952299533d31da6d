import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Json } from '../client/site.ts';
import type { FakeServer } from './server.ts';

const RESTRICTIONS = {
  allowedFileSize: '1',
  isAttachmentsEnabled: true,
  allowedFileTypes: [{ mimeType: 'image/*', description: 'images' }],
};

/** Section 2 in miniature. */
export async function serveRest(
  fake: FakeServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://x');
  const origin = request.headers.origin ?? '*';
  const send = (status: number, body: Json, type = 'application/json') => {
    response.writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
    });
    response.end(Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body));
  };
  if (request.method === 'OPTIONS') return send(204, '');
  const text = Buffer.concat(chunks).toString('utf8');
  const body: Json = text === '' ? {} : JSON.parse(text);
  const parts = url.pathname.split('/').filter(Boolean);

  if (parts[0] === 'large' || parts[0] === 'files') {
    const stored = fake.stored.get((parts[1] ?? '').replace('.json', ''));
    const signed = parts[0] === 'files' || url.searchParams.get('signature') === parts[1]?.replace('.json', '');
    return stored && signed ? send(200, stored.text, stored.type) : send(403, '');
  }
  if (url.pathname === '/oauth/token') return token(fake, url.searchParams, body, send);
  if (parts[0] === 'web-analytics') return send(202, {});
  if (parts[4] === 'messages' || parts[3 + 1] === 'messages') return message(fake, request, parts.at(-1) ?? '', send);
  if (parts[0] === 'chat' && parts[3] === String(fake.site.brandId)) return channel(fake, parts.slice(5), body, send);
  send(404, { error: { errorCode: 'NotFound', errorMessage: 'Nothing is here.' } });
}

type Send = (status: number, body: Json, type?: string) => void;

function message(fake: FakeServer, request: IncomingMessage, id: string, send: Send): unknown {
  const bearer = (request.headers.authorization ?? '').replace('Bearer ', '');
  const found = fake.threads.flatMap((thread) => thread.messages).find((one) => one.id === id);
  if (!fake.opens(bearer)) return send(401, {});
  send(found ? 200 : 404, found ? { id, idOnExternalPlatform: found.given, messageContent: found.content } : {});
}

function channel(fake: FakeServer, [channelId = '', what]: string[], body: Json, send: Send): unknown {
  const name = fake.channelNamed(channelId);
  if (!name) return send(404, { error: { errorCode: 'NotFound', errorMessage: 'No such channel.' } });
  if (what === 'availability') return send(200, { status: 'online' });
  if (what === 'persistent-menu-items') return send(200, []);
  if (what === 'attachment') {
    const bytes = Buffer.from(body.content, 'base64');
    if (!/^image\//.test(body.mimeType) || bytes.length > 1024 * 1024) return send(200, RESTRICTIONS);
    const key = randomUUID();
    fake.stored.set(key, { text: bytes, type: body.mimeType });
    const fileUrl = `${fake.site.chat.replace(/chat$/, 'files')}/${key}`;
    fake.files.set(fileUrl, { mimeType: body.mimeType, fileName: body.fileName });
    return send(200, { fileUrl });
  }
  const secured = name === 'secured' || name === 'oauth';
  send(200, {
    name,
    channelIdOnExternalPlatform: channelId.replace('chat_', ''),
    availability: { status: 'online' },
    isLiveChat: name === 'live',
    isAuthorizationEnabled: name === 'oauth' || name === 'legacyoauth',
    isSecuredCookieEnabled: false,
    isUnsecuredConnectionAllowed: !secured,
    settings: {
      hasMultipleThreadsPerEndUser: name !== 'single' && name !== 'live',
      isProactiveChatEnabled: true,
      liveChatAllowTranscript: true,
      securedSessions: secured,
      fileRestrictions: RESTRICTIONS,
      features: {
        securedSessions: secured,
        isRecoverLivechatDoesNotFailEnabled: false,
        liveChatLogoHidden: false,
        isProactiveChatEnabled: true,
      },
    },
    translations: {},
    colors: {},
    widget: {},
    popups: [],
    endUserCustomFields: [],
    caseCustomFields: [],
    customCss: '',
    customJs: '',
    customJsFiles: '',
  });
}

function token(fake: FakeServer, query: URLSearchParams, body: Json, send: Send): unknown {
  const channelId = query.get('channelId') ?? '';
  const visitorId = query.get('visitorId') ?? '';
  const third = body.thirdParty;
  const refreshed = fake.refreshes.get(third?.refresh_token);
  const refused = { error: { errorCode: 'CustomerAuthorizationFailed', errorMessage: 'The code is not good.' } };
  if (third?.grant_type === 'authorization_code' && !String(third.authorization_code).startsWith('good'))
    return send(401, refused);
  if (third?.grant_type === 'refresh_token' && refreshed?.visitorId !== visitorId) return send(401, refused);
  fake.refreshes.delete(third?.refresh_token);
  const given = third ? `sub-${visitorId}` : (body.customerIdentity?.idOnExternalPlatform ?? randomUUID());
  const customer = fake.customer(given, body.customerIdentity);
  const accessToken = randomUUID();
  fake.sessions.set(accessToken, { customer, channelId, visitorId });
  const refresh_token = randomUUID();
  if (third) fake.refreshes.set(refresh_token, { customer, visitorId });
  const thirdParty = third ? { access_token: randomUUID(), refresh_token, expires_in: 600 } : undefined;
  const identity = {
    idOnExternalPlatform: given,
    firstName: customer.firstName,
    lastName: customer.lastName,
    image: '',
    customFields: [],
  };
  send(200, {
    accessToken,
    expiresIn: 300,
    customerIdentity: identity,
    contact: { customFields: [] },
    ...thirdParty,
    ...(thirdParty ? { thirdParty } : {}),
  });
}
