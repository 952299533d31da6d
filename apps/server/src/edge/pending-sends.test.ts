import { expect, test } from 'vitest';
import { PendingSends } from './pending-sends.ts';

test('[R9] a send above the limit is told at once when to come back; one that has its answer makes room', async () => {
  const sends = new PendingSends(2);
  const answers: (() => void)[] = [];
  const send = () => sends.run(() => new Promise<void>((answer) => answers.push(answer)));
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
    await expect(sends.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(sends.run(async () => 'stored')).resolves.toBe('stored');
});
