import type { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { createIndexedDbStorage } from '../ports/indexed-db.ts';
import { createMemoryStorage } from '../ports/memory-storage.ts';
import type { DatabaseFactory } from '../ports/platform.ts';
import { createBench } from '../testing/bench.ts';
import { settle } from '../testing/fake-clock.ts';
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
const _sends = ({ server }: Bench) =>
  server.sockets.flatMap(({ received }) => received.flatMap((frame) => (frame.t === 'send' ? [frame] : [])));
const _indexedDb = (factory: IDBFactory) =>
  createIndexedDbStorage(factory as unknown as DatabaseFactory, 'alongside', { debug() {}, info() {}, warn() {} });

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
