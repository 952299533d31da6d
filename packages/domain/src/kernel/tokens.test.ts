import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { digestOf, mintToken, parseToken } from './tokens.ts';

const random = { bytes: (count: number) => randomBytes(count), uuid: () => randomUUID() };

test('[HASH5] a token yields its kind, its tenant and the digest that is stored, and nothing of it is stored', () => {
  const tenantId = randomUUID();
  for (const kind of ['customer-session', 'agent-session', 'socket-ticket'] as const) {
    const { token, digest } = mintToken(kind, tenantId, random);
    expect(parseToken(token)).toEqual({ kind, tenantId, digest: digestOf(token) });
    expect(Buffer.from(digest).toString('hex')).not.toContain(token.slice(-20));
  }
});

test('what is not a token of ours is none', () => {
  const { token } = mintToken('agent-session', randomUUID(), random);
  for (const wrong of [
    '',
    'asa',
    token.slice(1),
    `${token}x`,
    token.replace('asa_', 'asx_'),
    token.toUpperCase(),
    ` ${token}`,
    token.slice(0, -1),
    token.slice(0, -20),
  ]) {
    expect(parseToken(wrong), wrong).toBeNull();
  }
});
