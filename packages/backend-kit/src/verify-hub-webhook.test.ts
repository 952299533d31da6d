import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifyHubWebhook } from './verify-hub-webhook.ts';

const body = '{"ticket_id":1}';
const secret = 'CS123';
const signature = '420A69CE7D3C36559E9828D6361530DF30065D37';
const verify = (change: Partial<Parameters<typeof verifyHubWebhook>[0]> = {}) =>
  verifyHubWebhook({ body, headers: { 'x-hub-signature': signature }, secret, ...change });

test('the published vector is genuine, from any form of headers', () => {
  expect(verify()).toEqual({ ticket_id: 1 });
  expect(verify({ body: Buffer.from(body), headers: new Headers({ 'X-Hub-Signature': signature }) })).toEqual({
    ticket_id: 1,
  });
  expect(verify({ secret: ['older', secret] })).toEqual({ ticket_id: 1 });
});

test.each([
  ['an altered body', { body: '{"ticket_id":2}' }, 'does not fit'],
  ['another secret', { secret: 'CS124' }, 'does not fit'],
  ['a signature in lower case', { headers: { 'x-hub-signature': signature.toLowerCase() } }, 'lower case'],
  ['a cut signature', { headers: { 'x-hub-signature': signature.slice(1) } }, '40 hexadecimal'],
  ['no signature', { headers: {} }, 'no header'],
])('%s is told as what it is', (_name, change, why) => {
  expect(() => verify(change)).toThrow(expect.objectContaining({ code: 'webhook_not_genuine' }));
  expect(() => verify(change)).toThrow(why);
});

test('a body that is signed and is no object is no event', () => {
  const list = '[]';
  const signed = createHmac('sha1', secret).update(list).digest('hex').toUpperCase();
  expect(() => verify({ body: list, headers: { 'x-hub-signature': signed } })).toThrow('no event');
});
