import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { createIndexedDbStorage } from '../ports/indexed-db.ts';
import { createMemoryStorage } from '../ports/memory-storage.ts';
import type { DatabaseFactory } from '../ports/platform.ts';
import type { StoragePort } from '../ports/ports.ts';
import { createBench } from '../testing/bench.ts';
import { settle, until } from '../testing/fake-clock.ts';
import { CONVERSATION } from '../testing/fake-server.ts';

type Bench = ReturnType<typeof createBench>;
const drawn = (client: Bench['client']) =>
  client.conversation.messages.get().map(({ text, delivery }) => `${text}: ${delivery}`);
const _codeOf = (task: Promise<unknown>) =>
  task.then(
    () => 'fulfilled',
    (error) => error.code as string,
  );
const sends = ({ server }: Bench) =>
  server.sockets.flatMap(({ received }) => received.flatMap((frame) => (frame.t === 'send' ? [frame] : [])));
const indexedDb = (factory: IDBFactory) =>
  createIndexedDbStorage(factory as unknown as DatabaseFactory, 'alongside', { debug() {}, info() {}, warn() {} });

describe('a reload', () => {
  it.each<[string, () => StoragePort]>([
    ['IndexedDB', () => indexedDb(new IDBFactory())],
    ['a storage of the host', createMemoryStorage],
  ])('sends what was queued, in order and once, from %s', async (_, make) => {
    const storage = make();
    const bench = createBench({ storage });
    await bench.client.getDeviceHash();
    await bench.started();
    await until(() => bench.client.connection.get().state === 'configured');
    bench.server.agentStarts();
    bench.server.refuseSockets = true;
    bench.server.cut();
    for (const text of ['1', '2', '3', '4']) bench.client.conversation.sendText(text);
    const kept = async () => (await storage.getAllKeys()).filter((key) => key.includes('outbox')).length;
    await until(async () => (await kept()) === 4);
    bench.client.close();
    bench.server.refuseSockets = false;
    const next = bench.open(9);
    void next.resume();
    await until(() => drawn(next).length === 4);
    next.conversation.sendText('5');
    await until(() => bench.server.texts().length === 5);
    expect(bench.server.texts()).toEqual(['1', '2', '3', '4', '5']);
    await until(() => drawn(next).every((line) => line.endsWith('accepted')));
    await until(async () => (await kept()) === 0);
    next.close();
  });

  it('does not double a message that was stored before the answer was lost with the page', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.mute = true;
    bench.client.conversation.sendText('once');
    await settle();
    bench.client.close();
    bench.server.mute = false;
    const next = bench.open(9);
    await next.resume();
    await bench.clock.advance(20_000);
    expect(bench.server.texts()).toEqual(['once']);
    expect(drawn(next)).toEqual(['once: accepted']);
    // The log had it before the outbox came to its turn: nothing is sent a second time.
    expect(sends(bench).length).toBe(1);
    expect((await bench.storage.getAllKeys()).filter((key) => key.includes('outbox'))).toEqual([]);
  });

  it('still shows a failed message with its reason', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.refuse('send', 'not_allowed');
    bench.client.conversation.sendText('no');
    await settle();
    bench.client.close();
    const next = bench.open(9);
    await next.resume();
    await settle();
    expect(next.conversation.messages.get()[0]).toMatchObject({
      text: 'no',
      delivery: 'failed',
      error: { code: 'not_allowed' },
    });
  });

  it('goes on in memory when the storage refuses to keep anything', async () => {
    const full = createMemoryStorage();
    full.setItem = () => Promise.reject(new Error('QuotaExceededError'));
    const device = createMemoryStorage();
    const bench = createBench({
      storage: {
        ...full,
        getItem: (key) => (key.endsWith('device') ? device : full).getItem(key),
        setItem: (key, value) => (key.endsWith('device') ? device : full).setItem(key, value),
      },
    });
    await bench.chatting();
    await bench.client.conversation.sendText('still').accepted;
    expect(bench.server.texts()).toEqual(['still']);
    expect(bench.warnings).toContain('The outbox could not be stored.');
  });

  it('is not stopped by rubbish in storage', async () => {
    const bench = createBench();
    await bench.chatting();
    await bench.storage.setItem(`alongside/demo/outbox/${CONVERSATION}/broken`, '{');
    await bench.client.conversation.sendText('still').accepted;
    expect(bench.server.texts()).toEqual(['still']);
  });
});

describe('two tabs of one device', () => {
  it('show the same and send each message once, whoever wrote it', async () => {
    const bench = createBench();
    await bench.chatting();
    const other = bench.open(2);
    await other.resume();
    await settle();
    const written: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      written.push(`${n}`);
      (n % 2 ? bench.client : other).conversation.sendText(`${n}`);
      if (n % 7 === 0) {
        await settle();
        bench.server.cut();
      }
    }
    await bench.clock.advance(60_000);
    expect([...bench.server.texts()].sort()).toEqual([...written].sort());
    expect(drawn(bench.client)).toEqual(drawn(other));
    expect(drawn(other).length).toBe(20);
  });

  it('send what a closed tab has left behind, without a reload', async () => {
    const bench = createBench();
    await bench.chatting();
    const other = bench.open(2);
    await other.resume();
    await settle();
    bench.server.refuse('send', 'store_unavailable');
    bench.client.conversation.sendText('left behind');
    await settle();
    bench.client.close();
    await bench.clock.advance(10);
    other.conversation.sendText('mine');
    await settle();
    expect(bench.server.texts()).toEqual(['left behind', 'mine']);
  });

  it('one sends at a time', async () => {
    let inside = 0;
    let most = 0;
    const tails = new Map<string, Promise<unknown>>();
    const locks = {
      withLock<T>(name: string, task: () => Promise<T>): Promise<T> {
        const mine = (tails.get(name) ?? Promise.resolve()).then(async () => {
          inside += 1;
          most = Math.max(most, inside);
          return task().finally(() => {
            inside -= 1;
          });
        });
        tails.set(name, mine);
        return mine;
      },
    };
    const bench = createBench({ locks });
    await bench.chatting();
    const other = bench.open(2);
    await other.resume();
    await settle();
    for (let n = 0; n < 10; n += 1) for (const tab of [bench.client, other]) tab.conversation.sendText(`${n}`);
    await bench.clock.advance(10_000);
    expect(bench.server.texts().length).toBe(20);
    expect(most).toBe(1);
  });
});
