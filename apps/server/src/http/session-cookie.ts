import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = '__Host-alongside';
const ATTRIBUTES = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;

/** In a frame of the company's own agent application: sent there too, but kept apart by the page around it. */
const FRAMED = { ...ATTRIBUTES, sameSite: 'none', partitioned: true } as const;

export function setSessionCookie(
  reply: FastifyReply,
  token: string,
  expiresAt: string,
  where: 'page' | 'framed' = 'page',
): void {
  reply.setCookie(NAME, token, { ...(where === 'page' ? ATTRIBUTES : FRAMED), expires: new Date(expiresAt) });
}

export const clearSessionCookie = (reply: FastifyReply): void => void reply.clearCookie(NAME, ATTRIBUTES);

export const sessionCookie = (request: FastifyRequest): string | undefined => request.cookies[NAME];
