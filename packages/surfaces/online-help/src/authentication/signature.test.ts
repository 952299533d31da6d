import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSignedBy, parseAuthorization, type SignedParts } from './signature.ts';

const body = '{"customerId":"123456","deviceHash":"fwCZgi6zl2DPuNck6H644eq6JfPZpXKCqa2ouP2JS+k="}';
const parts: SignedParts = {
  method: 'POST',
  contentType: 'application/json',
  date: 'Tue, 09 Mar 2021 13:28:32 GMT',
  rawBody: Buffer.from(body),
  path: '/v1/application/gettransactionhashforonlinehelp',
};
const CANONICAL = '8G3RUhsRPtOND1cnkEVEn9ZpcMfa1Qd+iAfyb/WWYW8=';
const WITHOUT_LINE_FEED = 'oMU70CDJ5ZItBhX37Gu+VAzIGz4RdYzECdBJaIfbOxg=';

test.each([CANONICAL, WITHOUT_LINE_FEED])('the published vector %s is accepted', (signature) => {
  expect(isSignedBy('test-secret', parts, signature)).toBe(true);
});

test('[F2] a body changed by one space is not what was signed', () => {
  const rawBody = Buffer.from(body.replace(':', ': '));
  for (const signature of [CANONICAL, WITHOUT_LINE_FEED]) {
    expect(isSignedBy('test-secret', { ...parts, rawBody }, signature)).toBe(false);
  }
});

test.each([
  ['another secret', 'test-secre', CANONICAL],
  ['the same bytes spelt otherwise', 'test-secret', CANONICAL.replace('W8=', 'W9=')],
  ['base64url', 'test-secret', CANONICAL.replace('+', '-').replace('/', '_')],
  ['a missing pad', 'test-secret', CANONICAL.slice(0, -1)],
  ['a SHA-1 signature', 'test-secret', createHmac('sha1', 'test-secret').update(body).digest('base64')],
  ['nothing', 'test-secret', ''],
])('%s is refused', (_name, secret, signature) => {
  expect(isSignedBy(secret, parts, signature)).toBe(false);
});

test('an authorization of the published form is read', () => {
  expect(parseAuthorization(`DLGA ak_demo_1:${CANONICAL}`)).toEqual({
    accessKeyId: 'ak_demo_1',
    signature: CANONICAL,
  });
});

test.each([
  '',
  'DLGA',
  'DLGA id',
  'DLGA id:',
  'DLGA :sig',
  'DLGA id:sig:more',
  'DLGA  id:sig',
  'DLGA id: sig',
  'dlga id:sig',
  'Bearer id:sig',
  'DLGAid:sig',
  'DLGA id:sig\n',
  `DLGA id:${'s'.repeat(257)}`,
])('"%s" is not of the published form', (header) => {
  expect(parseAuthorization(header)).toBeNull();
});
