import { type CallRecord, type Hint, type Platform, Refused, type Transaction } from '@alongside/domain';
import { createFakeMediaEngine } from '@alongside/testkit';
import { expect, test } from 'vitest';
import { CallHost } from './call-host.ts';

/** What is tried again is tried after a second. */
const PATIENT = { timeout: 10_000 };

/** A host whose store is away for as many questions as a test says; a call with nobody in it. */
function scene() {
  let away = 0;
  let tell: (hint: Hint) => void = () => undefined;
  const moved: string[] = [];
  const record = { id: 'call', tenantId: 'bank', version: 1, state: 'connecting', parties: [], hostId: null };
  const calls = {
    get: async () => ({ ...record }),
    claim: async () => true,
    lock: async () => undefined,
    moveParty: async (_callId: string, partyId: string, _from: string[], to: string) => {
      moved.push(`${partyId} ${to}`);
      return null;
    },
  };
  const store = {
    sweeps: { touchCallHost: async () => undefined },
    transaction: async (_tenantId: string, work: (tx: Transaction) => Promise<unknown>) => {
      away -= 1;
      if (away >= 0) throw new Refused('store_unavailable');
      return work({ calls } as unknown as Transaction);
    },
  };
  const bus = {
    subscribe: (listener: (hint: Hint) => void) => {
      tell = listener;
      return () => undefined;
    },
  };
  const random = { uuid: () => 'this host' };
  const platform = { store, bus, random, log: { warn: () => undefined } } as unknown as Platform;
  const media = createFakeMediaEngine();
  const host = new CallHost({ platform, media, iceServers: () => [] });
  return {
    host,
    media,
    moved,
    awayFor: (questions: number) => {
      away = questions;
    },
    change: (more: Partial<CallRecord>) => {
      Object.assign(record, { version: record.version + 1 }, more);
      tell({ kind: 'call', tenantId: 'bank', callId: 'call' });
    },
  };
}

test('[CALL1] a call that ends while the store is away ends in the engine when it is back', async () => {
  const { host, media, awayFor, change } = scene();
  const call = await host.hosted('bank', 'call');
  await call?.session();
  expect([...media.sessions.keys()]).toEqual(['call']);
  awayFor(2);
  change({ state: 'ended' });
  await expect.poll(() => media.sessions.size, PATIENT).toBe(0);
  expect(host.size).toBe(0);
});

test('what the engine says once is written when the store is back, of one leg in its order', async () => {
  const { host, media, moved, awayFor } = scene();
  await host.hosted('bank', 'call');
  awayFor(2);
  media.happen({ type: 'interrupted', sessionId: 'call', legId: 'a' });
  media.happen({ type: 'resumed', sessionId: 'call', legId: 'a' });
  await expect.poll(() => moved, PATIENT).toEqual(['a interrupted', 'a present']);
});
