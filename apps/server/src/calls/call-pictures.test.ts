import { setImmediate as turn } from 'node:timers/promises';
import type { CallRecord, Platform, Transaction } from '@alongside/domain';
import { expect, test } from 'vitest';
import type { Connection } from '../realtime/connection.ts';
import { CallPictures } from './call-pictures.ts';

/** A store with one open call, which says of each question how many conversations it was about. */
function storeWithCallOf(conversationId: string) {
  const questions: number[] = [];
  let failing = 0;
  const call = { id: 'call', tenantId: 'bank', conversationId, parties: [], state: 'active' } as unknown as CallRecord;
  const calls = {
    async openOfConversations(ids: readonly string[]) {
      questions.push(ids.length);
      return ids.includes(conversationId) ? [call] : [];
    },
    openOfAgent: async () => [call],
  };
  const transaction = async (_tenantId: string, work: (tx: Transaction) => Promise<unknown>) => {
    await turn();
    if (failing-- > 0) throw new Error('The store is away.');
    return work({ calls } as unknown as Transaction);
  };
  return {
    platform: { store: { transaction }, log: { warn: () => {} } } as unknown as Platform,
    questions,
    failOnce: () => {
      failing = 1;
    },
  };
}

const agent = () =>
  shownTo({
    kind: 'agent',
    tenantId: 'bank',
    agentId: 'ada',
    role: 'agent',
    name: 'Ada',
  } as unknown as Connection['actor']);
const customer = (conversationId: string) =>
  shownTo({ kind: 'customer', tenantId: 'bank', conversationId } as unknown as Connection['actor']);

let connections = 0;

function shownTo(actor: Connection['actor']) {
  let count = 0;
  let tell = () => {};
  const shown = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const connection = {
    id: `connection ${++connections}`,
    actor,
    open: true,
    send: () => {
      count += 1;
      tell();
    },
  } as unknown as Connection;
  return { connection, shown, times: () => count };
}

test('[CALL2] of thousands who come back at once the store is asked twice, and who is in a call is shown it', async () => {
  const { platform, questions } = storeWithCallOf('c 700');
  const pictures = new CallPictures(platform);
  const people = Array.from({ length: 5_000 }, (_, n) => customer(`c ${n}`));
  for (const { connection } of people) pictures.welcome(connection);
  await people[700]?.shown;
  expect(questions.length).toBeLessThanOrEqual(2);
  expect(people.filter(({ times }) => times() > 0)).toEqual([people[700]]);
  pictures.close();
});

test('[CALL2] who came while the store was away is shown their call when it is back; who has left is not', async () => {
  const { platform, failOnce } = storeWithCallOf('c 1');
  const pictures = new CallPictures(platform);
  const [stays, left] = [customer('c 1'), customer('c 1')];
  failOnce();
  pictures.welcome(stays.connection);
  pictures.welcome(left.connection);
  pictures.gone(left.connection);
  await stays.shown;
  expect(left.times()).toBe(0);
  pictures.close();
});

test('[CALL2] an agent who came while the store was away is shown their call when it is back', async () => {
  const { platform, failOnce } = storeWithCallOf('c 1');
  const pictures = new CallPictures(platform);
  const { connection, shown, times } = agent();
  failOnce();
  pictures.welcome(connection);
  await shown;
  expect(times()).toBe(1);
  pictures.close();
});
