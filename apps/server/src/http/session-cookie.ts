import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = '__Host-alongside';
const ATTRIBUTES = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;

export function setSessionCookie(reply: FastifyReply, token: string, expiresAt: string): void {
  reply.setCookie(NAME, token, { ...ATTRIBUTES, expires: new Date(expiresAt) });
}

export const clearSessionCookie = (reply: FastifyReply): void => void reply.clearCookie(NAME, ATTRIBUTES);

export const sessionCookie = (request: FastifyRequest): string | undefined => request.cookies[NAME];
