import type { PhonePushPayload } from '@alongside/protocol';

interface Scope {
  readonly registration: { showNotification(title: string, options: object): Promise<void> };
  readonly clients: {
    matchAll(options: object): Promise<readonly { focus(): Promise<unknown> }[]>;
    openWindow(url: string): Promise<unknown>;
    claim(): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: string, listener: (event: WorkerEvent) => void): void;
}
interface WorkerEvent {
  readonly data?: { json(): unknown } | null;
  readonly notification?: { close(): void };
  waitUntil(work: Promise<unknown>): void;
}

const scope = globalThis as unknown as Scope;
const isVietnamese = /^vi\b/.test(navigator.language);

/** A call rings: on the lock screen too, until it is looked at. It is answered in the phone, where the microphone is. */
scope.addEventListener('push', (event) => {
  let payload: Partial<PhonePushPayload> | null = null;
  try {
    payload = event.data?.json() as Partial<PhonePushPayload> | null;
  } catch {
    // Not one of ours.
  }
  if (payload?.alongside !== 1 || payload.call !== 'ringing') return;
  event.waitUntil(
    scope.registration.showNotification(isVietnamese ? 'Cuộc gọi đến' : 'Incoming call', {
      body: payload.queue ? `${payload.title} · ${payload.queue}` : payload.title,
      tag: `alongside-call-${payload.id}`,
      renotify: true,
      requireInteraction: true,
      vibrate: [400, 200, 400, 200, 400],
      icon: '/phone/icon-192.png',
      data: {},
    }),
  );
});
scope.addEventListener('notificationclick', (event) => {
  event.notification?.close();
  event.waitUntil(
    scope.clients
      .matchAll({ type: 'window', includeUncontrolled: true })
      .then(([window]) => (window ? window.focus() : scope.clients.openWindow('/phone/'))),
  );
});
scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
