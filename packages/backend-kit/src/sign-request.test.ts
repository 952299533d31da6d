import { expect, test } from 'vitest';
import { type RequestToSign, signRequest } from './sign-request.ts';

const key = { accessKeyId: 'K1', accessKeySecret: 'test-secret' };
const request: RequestToSign = {
  method: 'POST',
  path: '/v1/application/gettransactionhashforonlinehelp',
  contentType: 'application/json',
  body: '{"customerId":"123456","deviceHash":"fwCZgi6zl2DPuNck6H644eq6JfPZpXKCqa2ouP2JS+k="}',
  date: new Date('2021-03-09T13:28:32Z'),
  requesterUserId: '45186',
};

test('the published example gives the published signature and headers', () => {
  expect(signRequest(request, key)).toEqual({
    'content-type': 'application/json',
    'x-dlg-date': 'Tue, 09 Mar 2021 13:28:32 GMT',
    'x-dlg-requester-userid': '45186',
    'x-dlg-authorization': 'DLGA K1:8G3RUhsRPtOND1cnkEVEn9ZpcMfa1Qd+iAfyb/WWYW8=',
  });
});

test('a body of bytes is signed like the same text', () => {
  const body = `${request.body} Đặng Şahin`;
  expect(signRequest({ ...request, body: new TextEncoder().encode(body) }, key)).toEqual(
    signRequest({ ...request, body }, key),
  );
});

test.each([
  ['method', { method: 'PUT' }],
  ['path', { path: '/v1/application/finishonlinehelp' }],
  ['content type', { contentType: 'application/json; charset=utf-8' }],
  ['body', { body: `${request.body} ` }],
  ['date', { date: new Date('2021-03-09T13:28:33Z') }],
] as const)('another %s gives another signature', (_name, change) => {
  const changed = signRequest({ ...request, ...change }, key)['x-dlg-authorization'];
  expect(changed).not.toBe(signRequest(request, key)['x-dlg-authorization']);
});

test('a value that would break out of its header is refused', () => {
  expect(() => signRequest({ ...request, requesterUserId: 'a\r\nx-evil: 1' }, key)).toThrow(TypeError);
});
