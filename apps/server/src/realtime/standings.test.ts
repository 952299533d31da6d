import { type CustomerActor, type Platform, Refused } from '@alongside/domain';
import { expect, test } from 'vitest';
import type { Connection } from './connection.ts';
import { Standings } from './standings.ts';
import { TIMING } from './timing.ts';

/** What is tried again is tried after a second. */
const PATIENT = { timeout: 10_000 };

/** A store that is away for as many questions; what a queue's line is asked for is counted. */
function scene(away: number) {
  const asked: string[] = [];
  let left = away;
  const answer = <T>(value: T): Promise<T> => {
    left -= 1;
    return left >= 0 ? Promise.reject(new Refused('store_unavailable')) : Promise.resolve(value);
  };
  const tx = {
    queues: {
      queuesOf: async () => ['queue'],
      line: async (queueId: string) => {
        asked.push(queueId);
        return [];
      },
    },
  };
  const store = {
    transaction: (_tenantId: string, work: (tx: unknown) => Promise<unknown>) => answer(null).then(() => work(tx)),
    catchUp: {
      help: (_tenantId: string, contactId: string) => {
        asked.push(contactId);
        return answer({ state: 'ended', endReason: 'ended_by_agent', conversationId: 'c', lastSeq: 1 });
      },
    },
  };
  const platform = { store, log: { warn: () => undefined } } as unknown as Platform;
  return { standings: new Standings(platform, TIMING), asked };
}

const newcomer = (n: number): [CustomerActor, Connection] => {
  const actor = { kind: 'customer', tenantId: 'bank', conversationId: `c ${n}`, contactId: `contact ${n}` };
  return [actor as unknown as CustomerActor, { actor, open: true, sendText: () => undefined } as unknown as Connection];
};

test('[QUE1] who comes while the store is away is looked up when it is back', async () => {
  const { standings, asked } = scene(1);
  standings.welcome(...newcomer(1));
  await expect.poll(() => asked, PATIENT).toEqual(['contact 1', 'contact 1']);
  standings.close();
});

test('[QUE1] of many who come while the store is away the queue is read when it is back', async () => {
  const { standings, asked } = scene(1);
  for (let n = 1; n <= 9; n += 1) standings.welcome(...newcomer(n));
  await expect.poll(() => asked.length, PATIENT).toBeGreaterThan(0);
  standings.close();
});

test('who has left meanwhile is not looked up', async () => {
  const { standings, asked } = scene(1);
  const [actor, connection] = newcomer(1);
  standings.welcome(actor, connection);
  await expect.poll(() => asked, PATIENT).toEqual(['contact 1']);
  standings.gone(actor, connection);
  standings.welcome(...newcomer(2));
  await expect.poll(() => asked, PATIENT).toEqual(['contact 1', 'contact 2']);
  standings.close();
});
