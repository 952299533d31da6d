import type { Platform } from '@alongside/domain';
import type { Desk } from '@alongside/protocol';
import { expect, test } from 'vitest';
import type { Connection } from './connection.ts';
import { Desks } from './desks.ts';
import { TIMING } from './timing.ts';

const settle = () => new Promise((settled) => setImmediate(settled));
const agents = ['a', 'b', 'c'].map((agentId) => ({ tenantId: 'bank', agentId }));

/** Desks whose reading a test holds in its hand. */
function bench() {
  const reads: ((desk: Desk) => void)[] = [];
  const sent: string[] = [];
  const platform = {
    store: { transaction: () => new Promise<Desk>((answer) => reads.push(answer)) },
    clock: { now: () => new Date(0) },
    log: { warn: () => {} },
  } as unknown as Platform;
  const desks = new Desks(platform, TIMING);
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
