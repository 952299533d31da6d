import type { PushPayload } from '@alongside/protocol';

export type { PushPayload };

/** What a page of the app gets when its user taps a notification. */
export interface OpenConversation {
  readonly alongside: 'open';
  readonly conversationId: string;
  readonly threadId: string | null;
}

export interface PushWorkerOptions {
  /** The page to open where none is; in the app's own origin. Default: `/`. */
  readonly page?: (payload: PushPayload) => string;
  /** The words; default: the message where it came along, else "You have a new message." */
  readonly body?: (payload: PushPayload) => string;
  /** Address of a picture. */
  readonly icon?: string;
}

interface PushEventLike {
  readonly data: { json(): unknown } | null;
  waitUntil(work: Promise<unknown>): void;
}

interface ClickEventLike {
  readonly notification: { readonly data?: unknown; close(): void };
  waitUntil(work: Promise<unknown>): void;
}

interface WindowLike {
  readonly url: string;
  focus(): Promise<unknown>;
  postMessage(message: OpenConversation): void;
}

/** The part of a service worker's global scope that is used. */
export interface WorkerScope {
  readonly registration: { showNotification(title: string, options: object): Promise<void> };
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly WindowLike[]>;
    openWindow(url: string): Promise<unknown>;
  };
  addEventListener(type: 'push', listener: (event: PushEventLike) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: ClickEventLike) => void): void;
}

interface Kept extends OpenConversation {
  readonly page: string;
}

/**
 * In the app's service worker, at its top level: shows a notification for each push of ours, one for each conversation, and brings the app forward when
 * it is tapped. Pushes and notifications of the app's own are left alone.
 */
export function showPushes(
  { page = () => '/', body = defaultBody, icon }: PushWorkerOptions = {},
  scope: WorkerScope = globalThis as unknown as WorkerScope,
): void {
  scope.addEventListener('push', (event) => {
    const payload = payloadIn(event);
    if (!payload) return;
    const { title, conversationId, threadId } = payload;
    const data: Kept = { alongside: 'open', conversationId, threadId, page: page(payload) };
    const look = {
      body: body(payload),
      tag: `alongside-${conversationId}`,
      renotify: true,
      data,
      ...(icon && { icon }),
    };
    event.waitUntil(scope.registration.showNotification(title, look));
  });
  scope.addEventListener('notificationclick', (event) => {
    const kept = event.notification.data as Kept | undefined;
    if (kept?.alongside !== 'open') return;
    event.notification.close();
    event.waitUntil(bringForward(scope, kept));
  });
}

async function bringForward({ clients }: WorkerScope, { page, ...told }: Kept): Promise<void> {
  const [window] = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!window) return void (await clients.openWindow(page));
  await window.focus();
  window.postMessage(told);
}

function payloadIn({ data }: PushEventLike): PushPayload | null {
  try {
    const payload = data?.json() as Partial<PushPayload> | null | undefined;
    return payload?.alongside === 1 ? (payload as PushPayload) : null;
  } catch {
    return null;
  }
}

function defaultBody({ from, text }: PushPayload): string {
  if (!text) return 'You have a new message.';
  return from ? `${from}: ${text}` : text;
}
