import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifyWebhook } from './verify-webhook.ts';

const at = 1_614_265_330;
const now = () => at * 1000;
const secret = `whsec_${randomBytes(32).toString('base64')}`;
const other = `whsec_${randomBytes(32).toString('base64')}`;
const event = { type: 'contact.ended', timestamp: '2021-02-25T15:02:10.000Z', data: { contactId: 'c', name: 'Ş' } };
const body = JSON.stringify(event);

const sign = (key: string, text: string = body, time: number = at, id = 'msg_1') =>
  `v1,${createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
    .update(`${id}.${time}.${text}`)
    .digest('base64')}`;
const headers = (more: Record<string, string> = {}) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(at),
  'webhook-signature': sign(secret),
  ...more,
});

test('a genuine request yields its event and its id', () => {
  expect(verifyWebhook({ body, headers: headers(), secret, now })).toEqual({ id: 'msg_1', ...event });
  expect(verifyWebhook({ body: Buffer.from(body), headers: new Headers(headers()), secret, now })).toEqual({
    id: 'msg_1',
    ...event,
  });
});

test('[HOOK2] the published vector of Standard Webhooks has the published signature', () => {
  const published = {
    body: '{"test": 2432232314}',
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    now,
  };
  // Signed rightly, and no event of ours.
  expect(() => verifyWebhook(published)).toThrow('Its body is no event');
});

test('while a secret is rotated, either one of the sender fits either one of the receiver', () => {
  const both = headers({ 'webhook-signature': `${sign(other)} ${sign(secret)}` });
  for (const known of [secret, other, [other, secret]])
    expect(verifyWebhook({ body, headers: both, secret: known, now })).toMatchObject({ id: 'msg_1' });
  expect(verifyWebhook({ body, headers: headers(), secret: [other, secret], now })).toMatchObject({ id: 'msg_1' });
});

test.each([
  ['another body', { body: `${body} ` }],
  ['another id', { headers: headers({ 'webhook-id': 'msg_2' }) }],
  ['another time', { headers: headers({ 'webhook-timestamp': String(at + 1) }) }],
  ['another secret', { secret: other }],
  ['no signature', { headers: { ...headers(), 'webhook-signature': '' } }],
  ['a signature of another version', { headers: headers({ 'webhook-signature': sign(secret).replace('v1', 'v1a') }) }],
  ['a signature that is cut', { headers: headers({ 'webhook-signature': sign(secret).slice(0, -4) }) }],
  ['no time', { headers: headers({ 'webhook-timestamp': 'now' }) }],
  ['a time long past', { now: () => (at + 301) * 1000 }],
  ['a time ahead', { now: () => (at - 301) * 1000 }],
])('%s is refused', (_name, change) => {
  expect(() => verifyWebhook({ body, headers: headers(), secret, now, ...change })).toThrow(
    expect.objectContaining({ code: 'webhook_not_genuine' }),
  );
});

test.each([-300, 300])('a clock that is off by %i s passes', (off) => {
  expect(verifyWebhook({ body, headers: headers(), secret, now: () => (at + off) * 1000 })).toMatchObject({
    id: 'msg_1',
  });
});

test.each(['', 'whsec_', 'whsec_c2hvcnQ=', secret.slice(6)])('"%s" is no secret', (wrong) => {
  expect(() => verifyWebhook({ body, headers: headers(), secret: wrong, now })).toThrow(
    expect.objectContaining({ code: 'invalid_argument' }),
  );
});
