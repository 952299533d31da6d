import { expect, it } from 'vitest';
import { type OpenConversation, showPushes, type WorkerScope } from './index.ts';

const PAYLOAD = {
  alongside: 1,
  title: 'Meridian Bank',
  conversationId: 'c1',
  threadId: null,
  seq: 3,
  unread: 1,
} as const;

function scope(windows: { url: string; focus(): Promise<unknown>; postMessage(told: OpenConversation): void }[]) {
  const listeners = new Map<string, (event: never) => void>();
  const shown: { title: string; options: { body?: string; tag?: string; data?: unknown } }[] = [];
  const opened: string[] = [];
  const work: Promise<unknown>[] = [];
  const waitUntil = (promise: Promise<unknown>) => void work.push(promise);
  const fake: WorkerScope = {
    registration: { showNotification: async (title, options) => void shown.push({ title, options }) },
    clients: { matchAll: async () => windows, openWindow: async (url) => opened.push(url) },
    addEventListener: (type: string, listener: (event: never) => void) => void listeners.set(type, listener),
  };
  const push = (json: () => unknown) => listeners.get('push')?.({ data: { json }, waitUntil } as never);
  const tap = async (data: unknown) => {
    let closed = false;
    const notification = { data, close: () => (closed = true) };
    listeners.get('notificationclick')?.({ notification, waitUntil } as never);
    await Promise.all(work);
    return closed;
  };
  return { fake, push, tap, shown, opened };
}

it('shows one notification for a conversation, without words where none came', () => {
  const { fake, push, shown } = scope([]);
  showPushes({}, fake);
  push(() => PAYLOAD);
  push(() => ({ ...PAYLOAD, from: 'Ada', text: 'Your card is on its way' }));
  expect(shown.map(({ title, options }) => [title, options.body, options.tag])).toEqual([
    ['Meridian Bank', 'You have a new message.', 'alongside-c1'],
    ['Meridian Bank', 'Ada: Your card is on its way', 'alongside-c1'],
  ]);
});

it("leaves the app's own pushes and notifications alone", async () => {
  const { fake, push, tap, shown, opened } = scope([]);
  showPushes({}, fake);
  push(() => ({ from: 'the app itself' }));
  push(() => JSON.parse('not json'));
  expect(shown).toEqual([]);
  expect(await tap({ own: true })).toBe(false);
  expect(opened).toEqual([]);
});

it('brings the app forward when it is open and says what was tapped; opens its page when it is not', async () => {
  const told: OpenConversation[] = [];
  let focused = 0;
  const window = {
    url: 'https://bank.example/',
    focus: async () => void focused++,
    postMessage: (message: OpenConversation) => void told.push(message),
  };
  const open = scope([window]);
  showPushes({ page: ({ conversationId }) => `/chat/${conversationId}` }, open.fake);
  open.push(() => PAYLOAD);
  expect(await open.tap(open.shown[0]?.options.data)).toBe(true);
  expect([focused, told, open.opened]).toEqual([1, [{ alongside: 'open', conversationId: 'c1', threadId: null }], []]);
  const closed = scope([]);
  showPushes({ page: ({ conversationId }) => `/chat/${conversationId}` }, closed.fake);
  closed.push(() => PAYLOAD);
  await closed.tap(closed.shown[0]?.options.data);
  expect(closed.opened).toEqual(['/chat/c1']);
});
