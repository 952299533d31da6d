import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { createIndexedDbStorage } from '../ports/indexed-db.ts';
import { createMemoryStorage } from '../ports/memory-storage.ts';
import type { DatabaseFactory } from '../ports/platform.ts';
import type { StoragePort } from '../ports/ports.ts';
import { createBench } from '../testing/bench.ts';
import { settle, until } from '../testing/fake-clock.ts';
import { FakeRandom } from '../testing/fake-random.ts';
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
const indexedDb = (factory: IDBFactory) =>
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

  it('sends one at a time: the next goes when the one before is accepted', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.mute = true;
    for (const text of ['1', '2', '3']) bench.client.conversation.sendText(text);
    await settle();
    expect(sends(bench).length).toBe(1);
  });

  it.each(['store_unavailable', 'rate_limited'] as const)('stops at %s and resumes there, in order', async (code) => {
    const bench = createBench();
    await bench.chatting();
    bench.server.refuse('send', code, { times: 3, ...(code === 'rate_limited' && { retryAfterSeconds: 5 }) });
    for (const text of ['1', '2']) bench.client.conversation.sendText(text);
    await settle();
    expect(sends(bench).length).toBe(1);
    // A further message hurries nobody.
    bench.client.conversation.sendText('3');
    await settle();
    expect(sends(bench).length).toBe(1);
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

describe('a file', () => {
  const picture = { name: 'cat.png', mediaType: 'image/png', data: new Uint8Array([1, 2, 3]) };

  it('goes up, tells its progress, and holds its place in the order', async () => {
    const bench = createBench();
    await bench.chatting();
    const progress: number[] = [];
    const upload = bench.client.conversation.sendFile(picture, {
      caption: 'my cat',
      onProgress: (fraction) => progress.push(fraction),
    });
    bench.client.conversation.sendText('see above');
    expect(bench.client.conversation.messages.get()[0]).toMatchObject({
      kind: 'file',
      text: 'my cat',
      file: { id: null, name: 'cat.png', bytes: 3 },
    });
    await upload.accepted;
    await settle();
    expect(bench.server.log.slice(2).map(({ body }) => body.kind)).toEqual(['file', 'text']);
    expect(progress.at(-1)).toBe(1);
    expect(bench.server.files).toEqual([{ name: 'cat.png', bytes: 3 }]);
  });

  it('[FILE1] that the server refuses fails with its reason, and the next message goes on', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.refuse(`POST /v1/conversations/${CONVERSATION}/files`, 'file_type_refused');
    const { accepted } = bench.client.conversation.sendFile(picture);
    bench.client.conversation.sendText('next');
    expect(await codeOf(accepted)).toBe('file_type_refused');
    await settle();
    expect(bench.server.texts()).toEqual(['next']);
  });

  it('that was called off is gone, and the next message goes on', async () => {
    const bench = createBench();
    await bench.chatting();
    const abort = new AbortController();
    const { accepted } = bench.client.conversation.sendFile(picture, { signal: abort.signal });
    bench.client.conversation.sendText('next');
    abort.abort();
    expect(await codeOf(accepted)).toBe('aborted');
    await settle();
    expect(drawn(bench.client)).toEqual(['next: accepted']);
    expect(bench.server.log.some(({ body }) => body.kind === 'file')).toBe(false);
  });

  it.each([
    [true, ['cat.png', 'after']],
    [false, ['after']],
  ])('survives a reload where the storage keeps bytes (%s)', async (keepsBytes, expected) => {
    const { getBytes, setBytes, ...texts } = createMemoryStorage();
    const storage = keepsBytes ? { ...texts, getBytes, setBytes } : texts;
    const bench = createBench({ storage });
    await bench.chatting();
    bench.server.refuseSockets = true;
    bench.server.cut();
    bench.client.conversation.sendFile(picture);
    bench.client.conversation.sendText('after');
    await settle();
    bench.client.close();
    bench.server.refuseSockets = false;
    const next = bench.open(9);
    await next.resume();
    await bench.clock.advance(5_000);
    expect(
      bench.server.log.flatMap(({ body }) =>
        body.kind === 'text' ? [body.text] : body.kind === 'file' ? [body.file.name] : [],
      ),
    ).toEqual(expected);
    if (!keepsBytes)
      expect(next.conversation.messages.get().at(-1)).toMatchObject({
        delivery: 'failed',
        error: { code: 'upload_interrupted' },
      });
    expect((await storage.getAllKeys()).filter((key) => key.endsWith('bytes'))).toEqual([]);
  });

  it('is uploaded again after a lost answer, and sent once', async () => {
    const bench = createBench({ random: new FakeRandom(() => 0.5) });
    await bench.chatting();
    bench.server.loseAnswers = 1;
    bench.client.conversation.sendFile(picture);
    await bench.clock.advance(5_000);
    expect(bench.server.files.length).toBe(2);
    expect(bench.server.log.filter(({ body }) => body.kind === 'file').length).toBe(1);
  });
});
