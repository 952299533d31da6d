import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBench } from '../testing/bench.ts';
import { settle, until } from '../testing/fake-clock.ts';
import { createLocks, withDefaults } from './defaults.ts';
import { createIndexedDbStorage } from './indexed-db.ts';
import type { DatabaseFactory } from './platform.ts';

afterEach(() => vi.unstubAllGlobals());

class Page extends EventTarget {
  visibilityState = 'visible';
}
const stubPage = () => {
  const page = new Page();
  const self = new EventTarget();
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', self.addEventListener.bind(self));
  vi.stubGlobal('removeEventListener', self.removeEventListener.bind(self));
  return { page, self };
};
class NoSocket {
  addEventListener(): void {}
  send(): void {}
  close(): void {}
}

describe('the defaults', () => {
  it('wake up when the network comes back, the page is shown or runs again, or becomes visible; not when it is hidden', () => {
    const { page, self } = stubPage();
    let woken = 0;
    const stop = withDefaults({ webSocket: NoSocket }, null).wakeups.subscribe(() => {
      woken += 1;
    });
    for (const type of ['online', 'pageshow']) self.dispatchEvent(new Event(type));
    page.dispatchEvent(new Event('visibilitychange'));
    page.dispatchEvent(new Event('resume'));
    expect(woken).toBe(4);
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    expect(woken).toBe(4);
    stop();
    self.dispatchEvent(new Event('online'));
    page.dispatchEvent(new Event('resume'));
    expect(woken).toBe(4);
  });

  it('say what is missing where there is no WebSocket, or nothing random', () => {
    vi.stubGlobal('WebSocket', undefined);
    expect(() => withDefaults({}, null)).toThrowError(/`webSocket` option/);
    vi.stubGlobal('crypto', undefined);
    expect(() => withDefaults({ webSocket: NoSocket }, null).random.bytes(16)).toThrowError(/`random` option/);
  });

  it('use Web Locks where they exist', async () => {
    const names: string[] = [];
    vi.stubGlobal('navigator', {
      locks: {
        request: (name: string, task: () => Promise<unknown>) => {
          names.push(name);
          return task();
        },
      },
    });
    expect(await createLocks().withLock('a', async () => 1)).toBe(1);
    expect(names).toEqual(['a']);
  });

  it('do without Web Locks in a frame that may not use them, but never run a task twice', async () => {
    vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new Error('SecurityError')) } });
    expect(await createLocks().withLock('a', async () => 1)).toBe(1);
    let runs = 0;
    vi.stubGlobal('navigator', { locks: { request: (_: string, task: () => Promise<unknown>) => task() } });
    const failing = createLocks().withLock('a', async () => {
      runs += 1;
      throw new Error('theirs');
    });
    await expect(failing).rejects.toThrow('theirs');
    expect(runs).toBe(1);
  });
});

describe('IndexedDB', () => {
  const logger = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message) };
  const warnings: string[] = [];

  it('keeps texts and bytes for the next life of the page', async () => {
    const factory = new IDBFactory() as unknown as DatabaseFactory;
    const first = createIndexedDbStorage(factory, 'x', logger);
    await first.setItem('a', '1');
    await first.setBytes?.('b', new Uint8Array([1, 2]));
    const second = createIndexedDbStorage(factory, 'x', logger);
    expect(await second.getItem('a')).toBe('1');
    expect([...(await second.getBytes!('b'))!]).toEqual([1, 2]);
    expect(await second.getItem('c')).toBeNull();
    expect(await second.getAllKeys()).toEqual(['a', 'b']);
    await second.removeItem('a');
    expect(await first.getItem('a')).toBeNull();
    expect(warnings).toEqual([]);
  });

  it('that is refused gives way to memory, and says so', async () => {
    const refusing = {
      open() {
        throw new Error('SecurityError');
      },
    };
    const storage = createIndexedDbStorage(refusing, 'x', logger);
    await storage.setItem('a', '1');
    expect(await storage.getItem('a')).toBe('1');
    expect(warnings.length).toBe(1);
  });
});

describe('an upload where XMLHttpRequest exists', () => {
  class FakeXhr {
    static last: FakeXhr | null = null;
    upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null } = { onprogress: null };
    onload: (() => void) | null = null;
    onerror: (() => void) | null = null;
    ontimeout: (() => void) | null = null;
    status = 0;
    responseText = '';
    withCredentials = false;
    aborted = false;
    body: unknown = null;
    readonly headers: Record<string, string> = {};
    url = '';
    constructor() {
      FakeXhr.last = this;
    }
    open(_method: string, url: string): void {
      this.url = url;
    }
    setRequestHeader(name: string, value: string): void {
      this.headers[name] = value;
    }
    send(body: unknown): void {
      this.body = body;
    }
    abort(): void {
      this.aborted = true;
    }
    answer(status: number, json: unknown): void {
      this.status = status;
      this.responseText = JSON.stringify(json);
      this.onload?.();
    }
  }
  const uploading = async () => {
    vi.stubGlobal('XMLHttpRequest', FakeXhr);
    FakeXhr.last = null;
    const bench = createBench();
    await bench.chatting();
    const progress: number[] = [];
    const abort = new AbortController();
    const sending = bench.client.conversation.sendFile(
      { name: 'a cat.png', mediaType: 'image/png', data: new Uint8Array([1]) },
      { onProgress: (fraction) => progress.push(fraction), signal: abort.signal },
    );
    await until(() => FakeXhr.last !== null, 'the upload');
    return { bench, progress, abort, sending, xhr: FakeXhr.last! };
  };

  it('tells its progress as it goes', async () => {
    const { bench, progress, sending, xhr } = await uploading();
    expect(xhr.url).toMatch(/\/files\?name=a%20cat\.png$/);
    expect(xhr.headers).toMatchObject({
      'content-type': 'image/png',
      authorization: expect.stringMatching(/^Bearer /),
    });
    xhr.upload.onprogress?.({ loaded: 1, total: 4 });
    expect(bench.client.conversation.messages.get()[0]?.progress).toBe(0.25);
    bench.server.files.push({ name: 'a cat.png', bytes: 1 });
    xhr.answer(201, { id: '00000000-0000-4000-8000-000000000001' });
    await sending.accepted;
    expect(progress).toEqual([0.25, 1]);
  });

  it('ends the request when it is called off', async () => {
    const { abort, sending, xhr, bench } = await uploading();
    abort.abort();
    await expect(sending.accepted).rejects.toMatchObject({ code: 'aborted' });
    await settle();
    expect(xhr.aborted).toBe(true);
    expect(bench.client.conversation.messages.get()).toEqual([]);
  });

  it('is tried again after a cut', async () => {
    const { bench, sending, xhr } = await uploading();
    xhr.onerror?.();
    await bench.clock.advance(1_000);
    expect(FakeXhr.last).not.toBe(xhr);
    bench.server.files.push({ name: 'a cat.png', bytes: 1 });
    FakeXhr.last!.answer(201, { id: '00000000-0000-4000-8000-000000000001' });
    await sending.accepted;
  });
});
