import { type Hint, type Platform, Refused, type Transaction } from '@alongside/domain';
import { expect, test } from 'vitest';
import { PhoneWaker } from './phone-waker.ts';

/** What is tried again is tried after a second. */
const PATIENT = { timeout: 10_000 };

test('[PHONE5] what rings while the store is away is looked for when it is back', async () => {
  let questions = 0;
  let tell: (hint: Hint) => void = () => undefined;
  const looked: string[] = [];
  const phoneLinks = {
    pushAgents: async () => ['ada'],
    pushes: async (agentId: string) => {
      looked.push(agentId);
      return [];
    },
  };
  const store = {
    transaction: async (_tenantId: string, work: (tx: Transaction) => Promise<unknown>) => {
      questions += 1;
      // Who can be woken, and then what rings.
      if (questions === 1 || questions === 3) throw new Refused('store_unavailable');
      return work({ phoneLinks } as unknown as Transaction);
    },
  };
  const bus = {
    subscribe: (listener: (hint: Hint) => void) => {
      tell = listener;
      return () => undefined;
    },
  };
  const waker = new PhoneWaker({ store, bus, log: { warn: () => undefined } } as unknown as Platform, () => null);
  tell({ kind: 'desk', tenantId: 'bank', agentId: 'ada' });
  await expect.poll(() => looked, PATIENT).toEqual(['ada']);
  expect(questions).toBe(4);
  await waker.close();
});
