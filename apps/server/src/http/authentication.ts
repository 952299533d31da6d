import {
  type Actor,
  authenticate,
  type ChannelActor,
  channelCustomer,
  type Platform,
  parseToken,
  Refused,
} from '@alongside/domain';
import type { Access, Role } from '@alongside/protocol';
import type { FastifyRequest } from 'fastify';
import { sessionCookie } from './session-cookie.ts';

/** Who calls, and how they said so: a cookie is sent by the browser unasked, so it counts only for our own pages. */
export interface Caller {
  readonly actor: Actor | (ChannelActor & { readonly sessionId: string });
  readonly via: 'cookie' | 'bearer';
}

const RANK: Record<Role, number> = { agent: 1, supervisor: 2, administrator: 3 };
const BEARER = /^Bearer +(\S+)$/i;

/** Finds the caller and checks them against what the route declares. null: the route is for anyone, and its caller is not looked at. */
export async function callerFor(platform: Platform, access: Access, request: FastifyRequest): Promise<Caller | null> {
  if (access === 'anyone' || access === 'signed-request') return null;
  const bearer = BEARER.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? sessionCookie(request);
  const customer = token === undefined ? null : await channelCustomer(platform, token);
  if (customer) {
    if (access !== 'channel') throw new Refused('not_allowed', { message: 'Only for another kind of token.' });
    return { actor: customer, via: 'bearer' };
  }
  const actor = token === undefined ? null : await authenticate(platform, token);
  if (actor === null) throw missing(token);
  assertAccess(actor, access);
  const placed = actor.kind === 'agent' ? { ...actor, ip: request.ip } : actor;
  return { actor: placed, via: bearer === undefined ? 'cookie' : 'bearer' };
}

/** A customer whose session is over starts again; anybody else signs in. */
function missing(token: string | undefined): Refused {
  const kind = token === undefined ? undefined : parseToken(token)?.kind;
  const wasCustomer = kind === 'customer-session' || kind === 'channel-access';
  return new Refused(wasCustomer ? 'session_expired' : 'not_authenticated');
}

function assertAccess(actor: Actor, access: Exclude<Access, 'anyone' | 'signed-request'>): void {
  if (access === 'channel') throw new Refused('not_allowed', { message: 'Only a customer at a channel may do that.' });
  if (access === 'person') return;
  if (access === 'customer') {
    if (actor.kind !== 'customer') throw new Refused('not_allowed', { message: 'Only a customer may do that.' });
    return;
  }
  if (actor.kind !== 'agent' || RANK[actor.role] < RANK[access])
    throw new Refused('not_allowed', {
      message: `Only ${access === 'agent' ? 'an agent' : `a person with the role ${access}`} may do that.`,
    });
}
