import type { Platform } from '@alongside/domain';
import type { ConversationSummary, Desk } from '@alongside/protocol';
import { expect, test } from 'vitest';
import type { Connection } from './connection.ts';
import { Desks } from './desks.ts';
import { TIMING, type Timing } from './timing.ts';

const settle = () => new Promise((settled) => setImmediate(settled));
const agents = ['a', 'b', 'c'].map((agentId) => ({ tenantId: 'bank', agentId }));

/** Desks whose reading a test holds in its hand. */
function bench(timing: Partial<Timing> = {}) {
  const reads: ((desk: Desk) => void)[] = [];
  const sent: string[] = [];
  const platform = {
    store: { transaction: () => new Promise<Desk>((answer) => reads.push(answer)) },
    clock: { now: () => new Date(0) },
    log: { warn: () => {} },
  } as unknown as Platform;
  const desks = new Desks(platform, { ...TIMING, ...timing });
  const connections = agents.map(
    ({ agentId }) => ({ sendText: () => void sent.push(agentId) }) as unknown as Connection,
  );
  for (const [index, connection] of connections.entries()) desks.welcome(agents[index]!, connection);
  const answer = async (count: number) => {
    for (const read of reads.splice(0, count)) read({ conversations: [] } as unknown as Desk);
    await settle();
  };
  return { desks, connections, reads, sent, answer };
}

test('desks that may have missed a hint are read one after another, each once', async () => {
  const { desks, reads, sent, answer } = bench();
  expect(reads).toHaveLength(3);
  await answer(3);
  sent.length = 0;
  desks.lookAgain();
  desks.lookAgain();
  for (let turn = 0; turn < 3; turn += 1) {
    expect(reads).toHaveLength(1);
    await answer(1);
  }
  expect([sent, reads]).toEqual([['a', 'b', 'c'], []]);
  desks.close();
});

test('[DESK1] what is known to have changed waits for none of them', async () => {
  const { desks, reads, answer, sent } = bench();
  await answer(3);
  sent.length = 0;
  desks.lookAgain();
  desks.changed(agents[2]!);
  expect(reads).toHaveLength(2);
  await answer(2);
  expect(sent).toEqual(['a', 'c']);
  await answer(1);
  // It was asked for before it changed, and once more is no harm.
  await answer(1);
  expect([sent, reads]).toEqual([['a', 'c', 'b', 'c'], []]);
  desks.close();
});

test('one that cannot be read does not hold up the others, nor does one whose agent has left', async () => {
  const { desks, connections, reads, answer, sent } = bench();
  await answer(3);
  sent.length = 0;
  desks.lookAgain();
  desks.gone(agents[1]!, connections[1]!);
  const unreadable = null as unknown as Desk;
  reads.splice(0, 1)[0]!(unreadable);
  await settle();
  await answer(1);
  expect(sent).toEqual(['c']);
  desks.close();
});

test('[DESK1] desks that are due by their age are read one after another too; a hint that may be lost waits for no rest', async () => {
  const { desks, reads, sent, answer } = bench({ deskTrust: -1, deskMessages: 0, deskRest: 5 });
  const row = { id: '', customerDeliveredUpTo: 0, agentDeliveredUpTo: 0, lastSeq: 9 } as unknown as ConversationSummary;
  const desk = (id: string) => ({ conversations: [{ ...row, id }] }) as unknown as Desk;
  for (const [index, read] of reads.splice(0).entries()) read(desk(`talk ${index}`));
  await settle();
  for (const conversationId of ['talk 0', 'talk 1', 'talk 2'])
    desks.told({ kind: 'delivered', conversationId, by: 'agent', upTo: 1 } as Parameters<Desks['told']>[0]);
  for (let turn = 0; turn < 3; turn += 1) {
    await expect.poll(() => reads.length, { timeout: 10_000 }).toBe(1);
    sent.length = 0;
    await answer(1);
    expect(sent).toHaveLength(1);
  }
  desks.lookAgain();
  expect(reads).toHaveLength(1);
  desks.close();
});
