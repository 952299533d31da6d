import type { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { createIndexedDbStorage } from '../ports/indexed-db.ts';
import { createMemoryStorage } from '../ports/memory-storage.ts';
import type { DatabaseFactory } from '../ports/platform.ts';
import { createBench } from '../testing/bench.ts';
import { settle } from '../testing/fake-clock.ts';
import { CONVERSATION } from '../testing/fake-server.ts';

type Bench = ReturnType<typeof createBench>;
const drawn = (client: Bench['client']) =>
  client.conversation.messages.get().map(({ text, delivery }) => `${text}: ${delivery}`);
const codeOf = (task: Promise<unknown>) =>
  task.then(
    () => 'fulfilled',
    (error) => error.code as string,
  );
const sends = ({ server }: Bench) =>
  server.sockets.flatMap(({ received }) => received.flatMap((frame) => (frame.t === 'send' ? [frame] : [])));
const _indexedDb = (factory: IDBFactory) =>
  createIndexedDbStorage(factory as unknown as DatabaseFactory, 'alongside', { debug() {}, info() {}, warn() {} });

describe('a message on its way', () => {
  it('is queued, accepted, delivered, read', async () => {
    const bench = createBench();
    await bench.chatting();
    const seen: string[] = [];
    bench.client.conversation.messages.subscribe(([first]) => {
      if (seen.at(-1) !== first!.delivery) seen.push(first!.delivery!);
    });
    const { accepted } = bench.client.conversation.sendText('hi');
    const { seq } = await accepted;
    await settle();
    bench.server.push({ t: 'delivered', conversationId: CONVERSATION, by: 'agent', upTo: seq });
    await settle();
    bench.server.append({ kind: 'agent', id: 'a', name: 'Bob' }, { kind: 'read', upTo: seq });
    await settle();
    expect(seen).toEqual(['queued', 'accepted', 'delivered', 'read']);
  });

  it('keeps its key when its entry takes the place of the pending one', async () => {
    const bench = createBench();
    await bench.chatting();
    const { clientId } = bench.client.conversation.sendText('hi');
    const keys = [bench.client.conversation.messages.get()[0]?.key];
    await settle();
    keys.push(bench.client.conversation.messages.get()[0]?.key);
    expect(keys).toEqual([clientId, clientId]);
    expect(bench.client.conversation.messages.get()[0]).toMatchObject({ seq: 3, mine: true });
  });

  it('[LOG4] stands behind the entries of the log, in the order of writing', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.refuseSockets = true;
    bench.server.cut();
    for (const text of ['1', '2', '3']) bench.client.conversation.sendText(text);
    bench.server.agentWrites('meanwhile');
    bench.server.refuseSockets = false;
    await bench.clock.advance(30_000);
    expect(bench.client.conversation.messages.get().map(({ text }) => text)).toEqual(['meanwhile', '1', '2', '3']);
    expect(bench.server.texts()).toEqual(['meanwhile', '1', '2', '3']);
  });

  it.each(['', '  \n', 'x'.repeat(8_001)])(
    'refuses a blank or too long text before anything is queued',
    async (text) => {
      const bench = createBench();
      await bench.chatting();
      expect(() => bench.client.conversation.sendText(text)).toThrowError(
        expect.objectContaining({ code: 'invalid_request', field: '/body/text' }),
      );
      expect(bench.client.conversation.messages.get()).toEqual([]);
    },
  );

  it('may be written while still waiting for an agent', async () => {
    const bench = createBench();
    await bench.started();
    await bench.client.conversation.sendText('already here').accepted;
    expect(bench.server.texts()).toEqual(['already here']);
  });
});

describe('order and once', () => {
  it('[LOG3] [LOG4] holds over a socket cut in the middle of a send, each place of the cut', async () => {
    for (const cutAfter of [0, 1, 2, 3, 4, 5, 6]) {
      const bench = createBench();
      await bench.chatting();
      bench.server.live = false;
      for (const text of ['1', '2', '3']) bench.client.conversation.sendText(text);
      for (let n = 0; n < cutAfter; n += 1) {
        await settle();
        const frame = bench.server.socket.toClient.shift();
        if (frame) bench.server.socket.deliver(frame);
      }
      bench.server.cut();
      bench.server.live = true;
      await bench.clock.advance(30_000);
      expect(bench.server.texts()).toEqual(['1', '2', '3']);
      expect(drawn(bench.client)).toEqual(['1: accepted', '2: accepted', '3: accepted']);
      bench.client.close();
    }
  });

  it('[LOG9] has eight on their way at most, each naming the one before, and tops up with each answer', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.live = false;
    const texts = Array.from({ length: 20 }, (_, at) => `${at}`);
    const sent = texts.map((text) => bench.client.conversation.sendText(text).clientId);
    await settle();
    expect(sends(bench).map(({ clientId }) => clientId)).toEqual(sent.slice(0, 8));
    expect(sends(bench).map(({ after }) => after)).toEqual([undefined, ...sent.slice(0, 7)]);
    // The entry of the first, then its answer.
    for (let n = 0; n < 2; n += 1) bench.server.socket.deliver(bench.server.socket.toClient.shift()!);
    await settle();
    expect(sends(bench).length).toBe(9);
    bench.server.live = true;
    bench.server.pump();
    await settle(20);
    expect(bench.server.texts()).toEqual(texts);
    expect(sends(bench).length).toBe(20);
  });

  it('[LOG3] [LOG4] sends the whole window again after a cut, in order, with the same ids', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.deaf = true;
    const sent = ['1', '2', '3'].map((text) => bench.client.conversation.sendText(text).clientId);
    await settle();
    bench.server.deaf = false;
    bench.server.cut();
    await bench.clock.advance(5_000);
    expect(sends(bench).map(({ clientId }) => clientId)).toEqual([...sent, ...sent]);
    expect(bench.server.texts()).toEqual(['1', '2', '3']);
  });

  it('[LOG9] sends nothing before the storage has it, also while others are on their way', async () => {
    const storage = createMemoryStorage();
    const writes: (() => void)[] = [];
    const bench = createBench({
      storage: {
        ...storage,
        async setItem(key, value) {
          if (key.includes('outbox')) await new Promise<void>((done) => writes.push(done));
          return storage.setItem(key, value);
        },
      },
    });
    await bench.chatting();
    bench.server.mute = true;
    for (const count of [1, 2]) {
      bench.client.conversation.sendText(`${count}`);
      await settle();
      expect(sends(bench).length).toBe(count - 1);
      writes.shift()!();
      await settle();
      expect(sends(bench).length).toBe(count);
    }
  });

  it('[LOG9] lets none of the window overtake one that was refused for now', async () => {
    const bench = createBench();
    await bench.chatting();
    const texts = Array.from({ length: 12 }, (_, at) => `${at}`);
    bench.server.refuse('send', 'store_unavailable', { times: 1 });
    bench.server.refuse('send', 'internal', { times: 1 });
    for (const text of texts) bench.client.conversation.sendText(text);
    await bench.clock.advance(10_000);
    expect(bench.server.texts()).toEqual(texts);
  });

  it.each(['store_unavailable', 'rate_limited'] as const)('stops at %s and resumes there, in order', async (code) => {
    const bench = createBench();
    await bench.chatting();
    bench.server.refuse('send', code, { times: 3, ...(code === 'rate_limited' && { retryAfterSeconds: 5 }) });
    for (const text of ['1', '2']) bench.client.conversation.sendText(text);
    await settle();
    const tries = sends(bench).length;
    // A further message hurries nobody.
    bench.client.conversation.sendText('3');
    await settle();
    expect(sends(bench).length).toBe(tries);
    await bench.clock.advance(60_000);
    expect(bench.server.texts()).toEqual(['1', '2', '3']);
    expect(new Set(sends(bench).map(({ clientId }) => clientId)).size).toBe(3);
  });

  it('lets the next go on when the server refuses one for itself; retry and discard work', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.refuse('send', 'idempotency_conflict');
    const first = bench.client.conversation.sendText('bad');
    bench.client.conversation.sendText('good');
    expect(await codeOf(first.accepted)).toBe('idempotency_conflict');
    await settle();
    expect(drawn(bench.client)).toEqual(['good: accepted', 'bad: failed']);
    expect(bench.client.conversation.messages.get()[1]?.error).toMatchObject({ correctiveAction: 'fix_request' });
    await bench.client.conversation.retry(first.clientId);
    await settle();
    expect(drawn(bench.client)).toEqual(['good: accepted', 'bad: accepted']);
    bench.server.refuse('send', 'not_allowed');
    const second = bench.client.conversation.sendText('away');
    await settle();
    await bench.client.conversation.discard(second.clientId);
    expect(drawn(bench.client)).toEqual(['good: accepted', 'bad: accepted']);
  });

  it('does not let a message that always breaks the server hold up the others', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.refuse('send', 'internal', { times: 5 });
    const poisoned = bench.client.conversation.sendText('poison');
    bench.client.conversation.sendText('next');
    await bench.clock.advance(120_000);
    expect(await codeOf(poisoned.accepted)).toBe('internal');
    expect(bench.server.texts()).toEqual(['next']);
  });
});

describe('[LOG7] after the end', () => {
  it('fails what is queued with conversation_ended, and sends it no more', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.refuseSockets = true;
    bench.server.cut();
    const { accepted, clientId } = bench.client.conversation.sendText('too late');
    bench.server.end('ended_by_agent');
    bench.server.refuseSockets = false;
    await bench.clock.advance(30_000);
    expect(await codeOf(accepted)).toBe('conversation_ended');
    expect(await codeOf(bench.client.conversation.retry(clientId))).toBe('conversation_ended');
    expect(() => bench.client.conversation.sendText('x')).toThrowError(
      expect.objectContaining({ code: 'conversation_ended' }),
    );
    expect(drawn(bench.client)).toEqual(['too late: failed']);
    expect(sends(bench)).toEqual([]);
    expect(bench.client.conversation.status.get().readOnly).toBe(true);
    expect(bench.client.connection.get().state).toBe('read-only');
    await bench.client.conversation.discard(clientId);
    expect(drawn(bench.client)).toEqual([]);
    expect(await bench.client.conversation.getTranscript()).toBe('');
  });

  it('fails a message that lost the race, by the answer of the server', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.live = false;
    bench.server.end('ended_by_agent');
    const { accepted } = bench.client.conversation.sendText('same moment');
    bench.server.live = true;
    bench.server.pump();
    expect(await codeOf(accepted)).toBe('conversation_ended');
  });

  it('stays read-only without coming back when the socket goes', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.end('ended_by_agent');
    await settle();
    bench.server.cut();
    await bench.clock.advance(60_000);
    expect(bench.client.connection.get().state).toBe('read-only');
    expect(bench.server.openSockets).toEqual([]);
    expect(bench.clock.pending).toBe(0);
  });
});
