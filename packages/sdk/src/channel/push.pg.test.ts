import { randomBytes, randomUUID } from 'node:crypto';
import { PushService, startTestServer, type TestServer } from '@alongside/server/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createMemoryStorage } from '../ports/memory-storage.ts';
import { createVisitor } from '../visitor/index.ts';
import { createChannelClient, type PushSubscriptionLike, type ServiceWorkerRegistrationLike } from './index.ts';

let server: TestServer;
let service: PushService;
beforeAll(async () => {
  service = await new PushService().open();
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  await service.close();
});

/** A browser's push manager, with a push service behind it. */
function registration() {
  let subscription: (PushSubscriptionLike & { readonly key: string }) | null = null;
  const given: Uint8Array[] = [];
  const buffer = (text: string): ArrayBuffer => new Uint8Array(Buffer.from(text, 'base64url')).buffer;
  const worker: ServiceWorkerRegistrationLike = {
    pushManager: {
      getSubscription: async () => subscription,
      async subscribe({ applicationServerKey }) {
        const { endpoint, keys } = service.browser();
        given.push(applicationServerKey);
        subscription = {
          endpoint,
          key: Buffer.from(applicationServerKey).toString('base64url'),
          options: { applicationServerKey: applicationServerKey.buffer },
          getKey: (name) => buffer(keys[name]),
          async unsubscribe() {
            subscription = null;
            return true;
          },
        };
        return subscription;
      },
    },
  };
  return { worker, now: () => subscription, given };
}

const stored = (customerId: string) =>
  server.platform.store.transaction(server.demo.tenant.id, (tx) => tx.push.subscriptions(customerId));

async function channelClient() {
  const id = `chat_${randomUUID()}`;
  await server.platform.store.transaction(server.demo.tenant.id, (tx) =>
    tx.channels.saveChannel({
      id,
      name: id,
      mode: 'multi',
      identity: 'anonymous',
      openId: null,
      queueId: null,
      hoursId: null,
      needsAgents: false,
      files: { enabled: true, maxMegabytes: 10, types: [] },
      preContactForm: null,
      contactFields: [],
      customerFields: [],
      transcript: true,
      proactive: false,
      welcomeText: null,
    }),
  );
  const { url, demo } = server;
  const storage = createMemoryStorage();
  return createChannelClient({ url, tenant: demo.tenant.domain, channelId: id, webSocket: WebSocket, storage });
}

it("subscribes a browser to the tenant's key, once, and gives it up", async () => {
  const client = await channelClient();
  await client.open({ customerName: 'Ada' });
  const { id } = client.customer.get()!;
  const { worker, now, given } = registration();
  await client.registerPush(worker);
  const first = await stored(id);
  expect(first).toMatchObject([{ endpoint: now()?.endpoint }]);
  expect(given[0]).toHaveLength(65);
  await client.registerPush(worker);
  expect(await stored(id)).toEqual(first);
  expect(given).toHaveLength(1);
  await client.unregisterPush(worker);
  expect([await stored(id), now()]).toEqual([[], null]);
  client.close();
});

it("gives up a browser's subscription to another key first, and forgets it with the customer", async () => {
  const client = await channelClient();
  await client.open({ customerName: 'Ada' });
  const { id } = client.customer.get()!;
  const { worker, now } = registration();
  const other = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: new Uint8Array(randomBytes(65)),
  });
  await client.registerPush(worker);
  expect(now()?.endpoint).not.toBe(other.endpoint);
  expect(await stored(id)).toMatchObject([{ endpoint: now()?.endpoint }]);
  await client.forget();
  expect(await stored(id)).toEqual([]);
  client.close();
});

it('[VIS1] what a page tells is in the trail, and an invitation reaches the page', async () => {
  const { url, demo } = server;
  const { tenant } = demo;
  await server.platform.store.transaction(tenant.id, (tx) =>
    tx.visitors.saveSettings({ tracking: 'consent', keepMonths: 1 }),
  );
  const storage = createMemoryStorage();
  const visitor = createVisitor({ url, tenant: tenant.domain, consent: 'granted', storage });
  visitor.pageView('https://bank.example/', 'Home');
  visitor.conversion('loan', 250);
  await visitor.flush();
  const id = await visitor.id();
  const inTenant = <T>(work: Parameters<typeof server.platform.store.transaction<T>>[1]) =>
    server.platform.store.transaction(tenant.id, work);
  expect(await inTenant((tx) => tx.visitors.get(id))).toMatchObject({
    page: { title: 'Home', url: 'https://bank.example/' },
    conversions: 1,
    consent: 'granted',
  });
  const invitation = { id: randomUUID(), text: 'May I help?', agentName: 'Grace' };
  await inTenant((tx) => tx.visitors.invite(id, invitation));
  visitor.pageView('https://bank.example/loans', 'Loans');
  await visitor.flush();
  expect(visitor.invitation.get()).toMatchObject(invitation);
  const { worker, now } = registration();
  await visitor.registerPush(worker);
  await inTenant((tx) => tx.visitors.identify(id, id, null));
  const [target] = await inTenant((tx) => tx.visitors.pushTargets(id));
  expect(JSON.parse(target!.pushToken)).toMatchObject({ endpoint: now()?.endpoint });
  visitor.close();
});
