import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { mintWebhookSecret, signWebhook } from './signature.ts';

test('[HOOK2] the published vector of Standard Webhooks', () => {
  const message = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: new Date(1_614_265_330_000),
    body: '{"test": 2432232314}',
  };
  expect(signWebhook(message, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])).toEqual({
    'webhook-id': message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('[HOOK2] with two secrets there are two signatures, and each secret is 256 bits', () => {
  const random = { bytes: (count: number) => randomBytes(count), uuid: () => '' };
  const secrets = [mintWebhookSecret(random), mintWebhookSecret(random)];
  for (const secret of secrets) expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
  const both = signWebhook({ id: 'msg_1', at: new Date(), body: '{}' }, secrets)['webhook-signature'].split(' ');
  expect(new Set(both).size).toBe(2);
  expect(both.every((one) => one.startsWith('v1,'))).toBe(true);
});
