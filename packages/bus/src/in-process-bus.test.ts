import type { Hint } from '@alongside/domain';
import { runBusContract } from '@alongside/testkit/contracts';
import { expect, test } from 'vitest';
import { createInProcessBus } from './in-process-bus.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

runBusContract('in-process', () => createInProcessBus({ log: silent }));

test('a hint is delivered after the turn in which it was published', async () => {
  const bus = createInProcessBus({ log: silent });
  const heard: Hint[] = [];
  bus.subscribe((hint) => heard.push(hint));
  bus.publish({ kind: 'desk', tenantId: 't', agentId: 'a' });
  expect(heard).toEqual([]);
  await bus.close();
  expect(heard).toHaveLength(1);
});

test('a failing listener is logged with the kind of the hint', async () => {
  const logged: object[] = [];
  const bus = createInProcessBus({ log: { ...silent, error: (fields) => logged.push(fields) } });
  const failure = new Error('broken listener');
  bus.subscribe(() => {
    throw failure;
  });
  bus.publish({ kind: 'desk', tenantId: 't', agentId: 'a' });
  await bus.close();
  expect(logged).toEqual([{ error: failure, kind: 'desk' }]);
});
