import { Refused } from '@alongside/domain';
import { expect, test } from 'vitest';
import { SendChain } from './send-chain.ts';

const refusal = (task: () => unknown) => {
  try {
    task();
    return null;
  } catch (error) {
    return (error as Refused).code;
  }
};

test('[LOG9] what follows a send that was refused for now is refused, and a send that follows none begins anew', () => {
  const chain = new SendChain();
  const link = chain.join('c', '1', undefined);
  expect(chain.join('c', '2', '1')).toBe(link);
  chain.refused(link, new Refused('store_unavailable'));
  expect(refusal(() => chain.check(link))).toBe('store_unavailable');
  expect(refusal(() => chain.join('c', '3', '2'))).toBe('store_unavailable');
  const anew = chain.join('c', '1', undefined);
  expect(refusal(() => chain.check(anew))).toBeNull();
  expect(chain.join('c', '2', '1')).toBe(anew);
});

test('[LOG9] an error that nobody expected breaks it too; a refusal for its own sake and another conversation do not', () => {
  const chain = new SendChain();
  const link = chain.join('c', '1', undefined);
  const other = chain.join('d', '1', undefined);
  chain.refused(link, new Refused('idempotency_conflict'));
  expect(refusal(() => chain.check(link))).toBeNull();
  chain.refused(link, new Error('surprise'));
  expect(refusal(() => chain.check(link))).toBe('store_unavailable');
  expect(refusal(() => chain.check(other))).toBeNull();
  expect(refusal(() => chain.join('d', '3', '2'))).toBe('store_unavailable');
});

test('a socket that sends to ever more conversations is remembered for the last 64, in the order of use', () => {
  const chain = new SendChain();
  chain.join('kept', '1', undefined);
  chain.join('forgotten', '1', undefined);
  for (let n = 0; n < 63; n += 1) {
    chain.join(`c${n}`, '1', undefined);
    chain.join('kept', `${n + 2}`, `${n + 1}`);
  }
  expect(refusal(() => chain.join('kept', 'next', '64'))).toBeNull();
  expect(refusal(() => chain.join('c62', '2', '1'))).toBeNull();
  expect(refusal(() => chain.join('forgotten', '2', '1'))).toBe('store_unavailable');
});
