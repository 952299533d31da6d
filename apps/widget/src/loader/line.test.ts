import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FrameMessage } from '../bridge/messages.ts';
import { openLine } from './line.ts';

const SERVER = 'https://help.example';

function setUp() {
  const posted: { message: { id?: number; t: string }; to: string }[] = [];
  const contentWindow = { postMessage: (message: never, to: string) => void posted.push({ message, to }) };
  const element = Object.assign(new EventTarget(), { contentWindow }) as unknown as HTMLIFrameElement;
  const heard: FrameMessage[] = [];
  const line = openLine(element, SERVER, (message) => void heard.push(message));
  const post = (data: object, origin = SERVER, source: unknown = contentWindow) =>
    window.dispatchEvent(Object.assign(new Event('message'), { data: { alongside: 1, ...data }, origin, source }));
  return { element, heard, line, post, posted };
}

describe("the host page's line to the frame", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('window', new EventTarget());
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('greets the frame when it has loaded, at its own origin only', () => {
    const { element, posted } = setUp();
    element.dispatchEvent(new Event('load'));
    expect(posted).toEqual([{ message: { alongside: 1, t: 'init', kept: {} }, to: SERVER }]);
  });

  it('keeps for the frame what its browser lets it not store, under a prefix of our own', () => {
    const items: Record<string, string> = { mine: 'untouched' };
    vi.stubGlobal(
      'localStorage',
      Object.defineProperties(items, {
        setItem: { value: (key: string, value: string) => Object.assign(items, { [key]: value }) },
        removeItem: { value: (key: string) => delete items[key] },
      }),
    );
    const { element, heard, post, posted } = setUp();
    post({ t: 'keep', key: 'session', value: 'a' });
    post({ t: 'keep', key: 'other', value: 'b' });
    post({ t: 'keep', key: 'other', value: null });
    post({ t: 'keep', key: 'session', value: 'stolen' }, 'https://evil.example');
    expect({ ...items }).toEqual({ mine: 'untouched', 'alongside/session': 'a' });
    element.dispatchEvent(new Event('load'));
    expect(posted[0]?.message).toMatchObject({ t: 'init', kept: { session: 'a' } });
    expect(heard).toEqual([]);
  });

  it('calls once the frame is ready and gives each its own answer', async () => {
    const { line, post, posted } = setUp();
    const hash = line.call('getDeviceHash');
    const closed = line.call('closeMessaging');
    expect(posted).toEqual([]);
    post({ t: 'ready', title: '' });
    await vi.waitFor(() => expect(posted).toHaveLength(2));
    post({ t: 'reply', id: posted[1]?.message.id, ok: true, value: 'second' });
    post({ t: 'reply', id: posted[0]?.message.id, ok: true, value: 'first' });
    expect(await Promise.all([hash, closed])).toEqual(['first', 'second']);
  });

  it('rejects with the refusal of the frame', async () => {
    const { line, post, posted } = setUp();
    const error = { errorCode: 'DLGEXCP_AUTH_REQUEST', errorMsg: 'm', correctiveAction: 'start_again' };
    post({ t: 'ready', title: '' });
    const call = line.call('startAnonymousOnlineHelp', {});
    await vi.waitFor(() => expect(posted).toHaveLength(1));
    post({ t: 'reply', id: posted[0]?.message.id, ok: false, error });
    await expect(call).rejects.toEqual(error);
  });

  it.each([
    ['another origin', 'https://evil.example', undefined],
    ['a look-alike of the origin', 'https://help.example.evil.example', undefined],
    ['the null origin', 'null', undefined],
    ['another window of the right origin', SERVER, {}],
    ['no window', SERVER, null],
  ])('ignores a message from %s', (_, origin, source) => {
    const { heard, post } = setUp();
    if (source === undefined) post({ t: 'state', state: 'STARTED' }, origin);
    else post({ t: 'state', state: 'STARTED' }, origin, source);
    expect(heard).toEqual([]);
    post({ t: 'state', state: 'STARTED' });
    expect(heard).toHaveLength(1);
  });

  it('tells a developer what to check when the frame stays silent', async () => {
    const { line } = setUp();
    const call = expect(line.call('getDeviceHash')).rejects.toMatchObject({
      errorCode: 'DLGEXCP_GENERAL_EXCEPTION',
      errorMsg: expect.stringContaining('frame-src'),
      correctiveAction: 'contact_administrator',
    });
    vi.advanceTimersByTime(15_000);
    await call;
  });

  it('works after all when the frame comes late', async () => {
    const { line, post, posted } = setUp();
    vi.advanceTimersByTime(20_000);
    await expect(line.call('getDeviceHash')).rejects.toBeDefined();
    post({ t: 'ready', title: '' });
    void line.call('getDeviceHash');
    await vi.waitFor(() => expect(posted).toHaveLength(1));
  });

  it('ends every open call when it is closed, and leaves no listener behind', async () => {
    const { heard, line, post, posted } = setUp();
    post({ t: 'ready', title: '' });
    const call = line.call('getDeviceHash');
    await vi.waitFor(() => expect(posted).toHaveLength(1));
    line.close();
    await expect(call).rejects.toMatchObject({ correctiveAction: 'start_again' });
    await expect(line.call('getDeviceHash')).rejects.toMatchObject({ correctiveAction: 'start_again' });
    heard.length = 0;
    post({ t: 'unread', count: 1 });
    expect(heard).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
