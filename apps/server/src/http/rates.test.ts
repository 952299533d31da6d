import type { ErrorBody } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { RATES } from '../edge/rates.ts';
import { fakeEdge } from '../testing/fake-edge.ts';

const attempt = {
  method: 'POST' as const,
  url: '/v1/agent/sign-in',
  payload: { tenant: 'nobody', email: 'a@b.example', password: 'x' },
};

test('who signs in too often is told when to come back, and others are not held up', async () => {
  const app = await fakeEdge({ rateScale: 1 });
  const from = (remoteAddress: string) => app.inject({ ...attempt, remoteAddress });
  for (let count = 0; count < RATES.signIn.burst; count += 1) expect((await from('10.0.0.1')).statusCode).toBe(401);
  const refused = await from('10.0.0.1');
  expect(refused.statusCode).toBe(429);
  expect(refused.json<ErrorBody>().error).toMatchObject({
    code: 'rate_limited',
    correctiveAction: 'retry_later',
    retryAfterSeconds: 2,
  });
  expect(refused.headers['retry-after']).toBe('2');
  expect((await from('10.0.0.2')).statusCode).toBe(401);
});

test('a forged X-Forwarded-For does not make another address', async () => {
  const app = await fakeEdge({ rateScale: 0.1 });
  const statuses = await Promise.all(
    Array.from(
      { length: 10 },
      async (_, index) =>
        (await app.inject({ ...attempt, headers: { 'x-forwarded-for': `10.1.1.${index}` } })).statusCode,
    ),
  );
  expect(statuses).toContain(429);
});
