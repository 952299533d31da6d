import { randomBytes, randomUUID } from 'node:crypto';
import type { Bus, Hint, Logger, Random, Store, Transaction } from '@alongside/domain';
import type { HelpType, TenantSettings } from '@alongside/protocol';
import { createTestDatabase, type DatabaseTemplate } from '@alongside/testkit';
import { migrations } from '../migrations/all.ts';
import { migrate } from '../migrations/migrate.ts';
import { createStore, type StoreOptions } from '../store.ts';

export const random: Random = { bytes: (count) => randomBytes(count), uuid: () => randomUUID() };
export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export const settings: TenantSettings = {
  name: 'Test Bank',
  colour: '#1f5f8b',
  logoUrl: null,
  origins: [],
  defaultLocale: 'en',
  timeZone: 'UTC',
  transactionHashSeconds: 300,
  offerSeconds: 30,
};

export const migrated: DatabaseTemplate = {
  key: migrations.map((migration) => migration.sql).join('\n'),
  prepare: async (url) => {
    await migrate(url);
  },
};

/** A bus that writes down what it is told. */
export interface RecordingBus extends Bus {
  readonly hints: Hint[];
}

export function recordingBus(): RecordingBus {
  const hints: Hint[] = [];
  return { hints, publish: (hint) => hints.push(hint), subscribe: () => () => undefined, close: async () => undefined };
}

/** A migrated database of its own, a store on it, and one tenant. */
export interface Fixture {
  readonly url: string;
  readonly store: Store;
  readonly bus: RecordingBus;
  readonly tenantId: string;
  readonly queueId: string;
  /** Another store on the same database, as a second process would have; closed with the fixture. */
  another(options?: Partial<StoreOptions>): Promise<{ store: Store; bus: RecordingBus }>;
  inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function createFixture(options: Partial<StoreOptions> = {}): Promise<Fixture> {
  const database = await createTestDatabase({ template: migrated });
  const opened: Store[] = [];
  const another: Fixture['another'] = async (more = {}) => {
    const bus = recordingBus();
    const store = await createStore({ url: database.url, bus, log: silent, random, ...options, ...more });
    opened.push(store);
    return { store, bus };
  };
  const { store, bus } = await another();
  const { id: tenantId } = await addTenant(store);
  const inTransaction: Fixture['inTransaction'] = (work) => store.transaction(tenantId, work);
  return {
    url: database.url,
    store,
    bus,
    tenantId,
    queueId: await inTransaction((tx) => tx.queues.defaultQueueId()),
    another,
    inTransaction,
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((one) => one.close()));
      await database.drop();
    },
  };
}

export function addTenant(store: Store, domain = `t${randomUUID().slice(0, 8)}`) {
  return store.tenants.create({ id: randomUUID(), domain, settings, queueName: 'Help' });
}

/** A signed-up agent, available and alive for a minute. */
export async function addAgent(
  store: Store,
  tenantId: string,
  { capacity = 3, name = 'Ada', available = true }: { capacity?: number; name?: string; available?: boolean } = {},
): Promise<string> {
  const id = randomUUID();
  await store.transaction(tenantId, async (tx) => {
    const email = `${id}@bank.example`;
    await tx.directory.createAgent({ id, name, email, passwordHash: 'x', role: 'agent', locale: 'en', capacity });
    if (available) await tx.desks.setPresence(id, 'available', null);
  });
  if (available) await store.sweeps.touchAgents([{ tenantId, agentId: id }], 60);
  return id;
}

export interface Started {
  readonly customerId: string;
  readonly customerNumber: string;
  readonly conversationId: string;
  readonly contactId: string;
}

/** A customer who waits. */
export function addWaiting(
  store: Store,
  tenantId: string,
  {
    customerNumber = randomUUID(),
    queueId,
    helpType = 'CHAT',
  }: { customerNumber?: string; queueId?: string; helpType?: HelpType } = {},
): Promise<Started> {
  return store.transaction(tenantId, async (tx) => {
    const customer = await tx.directory.upsertCustomer({
      id: randomUUID(),
      customerId: customerNumber,
      name: 'Grace',
      phone: null,
      email: null,
      idNumber: null,
      isLoggedIn: false,
    });
    const [conversationId, contactId] = [randomUUID(), randomUUID()];
    await tx.directory.createConversation({ id: conversationId, customerId: customer.id, contactId, locale: null });
    await tx.contacts.create({
      id: contactId,
      conversationId,
      customerId: customer.id,
      queueId: queueId ?? (await tx.queues.defaultQueueId()),
      helpType,
    });
    return { customerId: customer.id, customerNumber, conversationId, contactId };
  });
}

/** Many of something, a few at a time: more at once would only wait for a connection. */
export async function many<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let from = 0; from < count; from += 8) {
    made.push(...(await Promise.all(Array.from({ length: Math.min(8, count - from) }, (_, i) => make(from + i)))));
  }
  return made;
}
