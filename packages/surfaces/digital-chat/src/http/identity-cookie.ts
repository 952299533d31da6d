import type { Channel } from '@alongside/domain';
import type { IssuedToken } from '../ports.ts';
import { bearerOf, type ChatRequest } from './exchange.ts';

const nameFor = ({ id }: Channel): string => id.replace(/-/g, '');

/** What proves who comes back: the cookie where the page is one of the company's, or what a client without cookies kept itself. */
export async function identityTokenIn(request: ChatRequest, channel: Channel): Promise<string | null> {
  const bearer = bearerOf(request);
  if (bearer !== null) return bearer;
  return (await request.trustsOrigin(channel.tenantId)) ? cookieIn(request, nameFor(channel)) : null;
}

/** Pages of other sites must be able to send it: so None, which browsers take over https only. */
export function identityCookie(channel: Channel, { token, expiresInSeconds }: IssuedToken, isHttps: boolean): string {
  const site = isHttps ? 'SameSite=None; Secure; Partitioned' : 'SameSite=Lax';
  return `${nameFor(channel)}=${token}; Path=/oauth/token; Max-Age=${Math.floor(expiresInSeconds)}; HttpOnly; ${site}`;
}

function cookieIn({ headers }: ChatRequest, name: string): string | null {
  const { cookie } = headers;
  if (typeof cookie !== 'string') return null;
  for (const part of cookie.split(';')) {
    const [key = '', value = ''] = part.trim().split('=', 2);
    if (key === name && value !== '') return value;
  }
  return null;
}
