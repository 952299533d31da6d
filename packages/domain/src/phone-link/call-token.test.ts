import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { readCallToken } from './call-token.ts';

const VECTOR =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpcHBob25lIjoiNTAwMDcifQ.cLpWHO5Dl2EdKSl2zUQo86ZYZ5_vaV48pCZG5NM1txY';
const SECRET = 'test-voice-secret';
const at = { now: new Date('2026-11-21T08:00:00.000Z'), timeZone: 'Asia/Ho_Chi_Minh' };

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const sign = (header: unknown, payload: unknown, secret = SECRET, hash = 'sha256'): string => {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
};
const header = { alg: 'HS256', typ: 'JWT' };
const read = (token: string, secrets = [SECRET]) => readCallToken(token, secrets, at);

test('the published method yields the vector, and the vector names its agent', () => {
  expect(sign(header, { ipphone: '50007' })).toBe(VECTOR);
  expect(read(VECTOR)).toEqual({ agentNumber: '50007', expiresAt: null });
});

test('a number for the agent is taken for its digits', () => {
  expect(read(sign(header, { ipphone: 50007 }))).toEqual({ agentNumber: '50007', expiresAt: null });
});

test('of two good voice tokens either one signs', () => {
  expect(read(VECTOR, ['newer', SECRET])).toMatchObject({ agentNumber: '50007' });
});

test.each([
  ['another secret', sign(header, { ipphone: '50007' }, 'another')],
  ['alg none', sign({ alg: 'none', typ: 'JWT' }, { ipphone: '50007' })],
  ['alg none without a signature', `${part({ alg: 'none' })}.${part({ ipphone: '50007' })}.`],
  ['another alg, signed by its rule', sign({ alg: 'HS512', typ: 'JWT' }, { ipphone: '50007' }, SECRET, 'sha512')],
  ['the alg changed', `${part({ alg: 'RS256', typ: 'JWT' })}.${VECTOR.split('.').slice(1).join('.')}`],
  ['alg in another spelling', sign({ alg: 'hs256' }, { ipphone: '50007' })],
  ['a header that must be understood', sign({ ...header, crit: ['b64'], b64: false }, { ipphone: '50007' })],
  ['another payload', [VECTOR.split('.')[0], part({ ipphone: '50008' }), VECTOR.split('.')[2]].join('.')],
  ['a cut signature', VECTOR.slice(0, -4)],
  ['no signature', VECTOR.split('.').slice(0, 2).join('.')],
  ['a fourth part', `${VECTOR}.x`],
  ['a header that is no object', sign(['HS256'], { ipphone: '50007' })],
  ['a payload that is no object', sign(header, '50007')],
  ['padding', `${VECTOR}=`],
  ['nothing', ''],
  ['too much', `${VECTOR}${'A'.repeat(5_000)}`],
])('%s is not genuine', (_name, token) => {
  expect(read(token)).toBe('not_genuine');
});

test('without a voice token nothing is genuine, not even under an empty secret', () => {
  expect(read(VECTOR, [])).toBe('not_genuine');
});

test('a signature has one spelling: unused bits of its last letter must be nought', () => {
  expect(read(`${VECTOR.slice(0, -1)}Z`)).toBe('not_genuine');
});

test.each([[{}], [{ ipphone: '' }], [{ ipphone: null }], [{ ipphone: { a: 1 } }], [{ ipphone: '5 0' }]])(
  '%j names no agent',
  (payload) => {
    expect(read(sign(header, payload))).toBe('no_agent');
  },
);

test('`expired` is on the clock of the zone that is set', () => {
  const token = sign(header, { ipphone: '50007', expired: '2026-11-21 15:00:01' });
  expect(read(token)).toEqual({ agentNumber: '50007', expiresAt: Date.parse('2026-11-21T08:00:01.000Z') });
  expect(readCallToken(token, [SECRET], { ...at, timeZone: 'Europe/Istanbul' })).toMatchObject({
    expiresAt: Date.parse('2026-11-21T12:00:01.000Z'),
  });
  expect(readCallToken(token, [SECRET], { ...at, timeZone: 'Asia/Tokyo' })).toBe('expired');
});

test.each([
  [{ expired: '2026-11-21 15:00:00' }],
  [{ expired: 'tomorrow' }],
  [{ expired: '2026-02-30 10:00:00' }],
  [{ expired: 1_900_000_000 }],
  [{ exp: 1_700_000_000 }],
  [{ exp: '2100' }],
  [{ exp: 4_000_000_000, expired: '2020-01-01 00:00:00' }],
])('%j is over', (more) => {
  expect(read(sign(header, { ipphone: '50007', ...more }))).toBe('expired');
});
