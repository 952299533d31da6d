import { expect, test } from 'vitest';
import { PendingSends } from './pending-sends.ts';

test('[R9] a send above the limit is told at once when to come back; one that has its answer makes room', async () => {
  const sends = new PendingSends(2);
  const answers: (() => void)[] = [];
  const send = () => sends.run('bank', () => new Promise<void>((answer) => answers.push(answer)));
  const taken = [send(), send()];
  await expect(send()).rejects.toMatchObject({ code: 'rate_limited', detail: { retryAfterSeconds: 2 } });
  expect(answers).toHaveLength(2);
  answers[0]?.();
  await taken[0];
  taken.push(send());
  expect(answers).toHaveLength(3);
  for (const answer of answers) answer();
  await Promise.all(taken);
});

test('a send that fails makes room too', async () => {
  const sends = new PendingSends(1);
  for (let time = 0; time < 3; time += 1)
    await expect(sends.run('bank', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(sends.run('bank', async () => 'stored')).resolves.toBe('stored');
});

/** Sends that wait until `answer` is called. */
function waiting(sends: PendingSends) {
  let answer = () => {};
  const answered = new Promise<void>((done) => {
    answer = done;
  });
  const taken: Promise<void>[] = [];
  /** How many of so many were taken. */
  const send = async (tenant: string, times: number) => {
    const before = taken.length;
    for (let n = 0; n < times; n += 1) {
      let refused = false;
      const sent = sends
        .run(tenant, () => answered)
        .catch(() => {
          refused = true;
        });
      await Promise.resolve();
      await Promise.resolve();
      if (!refused) taken.push(sent);
    }
    return taken.length - before;
  };
  const end = async () => {
    answer();
    await Promise.all(taken);
  };
  return { send, end };
}

test('[R9] a tenant alone may have all of it; beside others half', async () => {
  const sends = new PendingSends(8);
  const crowd = waiting(sends);
  expect(await crowd.send('loud', 20)).toBe(8);
  await crowd.end();
  const next = waiting(sends);
  expect(await next.send('quiet', 1)).toBe(1);
  expect(await next.send('loud', 20)).toBe(4);
  expect(await next.send('quiet', 2)).toBe(2);
  await next.end();
});

test('[R9] a tenant that comes after a crowd took everything is let in', async () => {
  const sends = new PendingSends(8);
  const crowd = waiting(sends);
  expect(await crowd.send('loud', 20)).toBe(8);
  expect(await crowd.send('quiet', 2)).toBe(2);
  expect(await crowd.send('quiet', 20)).toBe(0);
  await expect(sends.run('loud', async () => undefined)).rejects.toMatchObject({ code: 'rate_limited' });
  await crowd.end();
  await expect(sends.run('loud', async () => 'stored')).resolves.toBe('stored');
});

test('[R9] however many tenants there are, together they stay below one and a half times the limit', async () => {
  const sends = new PendingSends(60);
  const crowd = waiting(sends);
  let taken = await crowd.send('loud', 100);
  for (let n = 0; n < 100; n += 1) taken += await crowd.send(`tenant ${n}`, 100);
  expect(taken).toBeLessThanOrEqual(90);
  await crowd.end();
});
