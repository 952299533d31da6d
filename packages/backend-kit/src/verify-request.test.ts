import { expect, test } from 'vitest';
import { signRequest } from './sign-request.ts';
import { type RequestToVerify, verifyRequest } from './verify-request.ts';

const date = new Date('2026-11-21T10:00:00Z');
const body = '{"customerId":"123456"}';
const headers = signRequest(
  {
    method: 'POST',
    path: '/services/CreateInteraction',
    contentType: 'application/json',
    body,
    date,
    requesterUserId: 'alongside',
  },
  { accessKeyId: 'alongside_1', accessKeySecret: 'secret' },
);
const request: RequestToVerify = {
  method: 'POST',
  path: '/services/CreateInteraction',
  headers,
  body,
  keyId: 'alongside_1',
  secret: 'secret',
  now: () => date.getTime() + 60_000,
};

test('what the server signed is genuine, with headers of either kind and whatever the query', () => {
  expect(verifyRequest(request)).toBe(true);
  expect(verifyRequest({ ...request, headers: new Headers(headers), path: `${request.path}?x=1` })).toBe(true);
});

test.each([
  { body: `${body} ` },
  { path: '/services/Other' },
  { method: 'PUT' },
  { secret: 'another' },
  { keyId: 'alongside_2' },
  { headers: {} },
  { headers: { ...headers, 'x-dlg-date': 'never' } },
  { now: () => date.getTime() + 16 * 60_000 },
])('%j is not', (wrong) => {
  expect(verifyRequest({ ...request, ...wrong })).toBe(false);
});

test('without a secret nothing can be told', () => {
  expect(() => verifyRequest({ ...request, secret: '' })).toThrow(/secret is empty/);
});
