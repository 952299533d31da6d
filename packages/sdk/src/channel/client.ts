import type { ChannelConfig, ChannelOpened, ThreadView } from '@alongside/protocol';
import { LIMITS } from '@alongside/protocol/constants';
import { persist } from '../backoff.ts';
import { createHttp } from '../http.ts';
import { createUuid } from '../ids.ts';
import { createValue, type Observable } from '../observable.ts';
import { type PortOptions, withDefaults } from '../ports/defaults.ts';
import type { ServiceWorkerRegistrationLike } from '../push/browser-push.ts';
import { createTimers } from '../timers.ts';
import type { Answers } from './form.ts';
import { createChannelPush } from './push.ts';
import { type ChannelCustomer, createChannelSession } from './session.ts';
import { type ChannelThread, createThread } from './thread.ts';

export interface ChannelClientOptions extends PortOptions {
  /** Origin of the server, http or https. */
  readonly url: string;
  /** The tenant's domain word. */
  readonly tenant: string;
  /** chat_<uuid>, as administration shows it. */
  readonly channelId: string;
}

/** A customer's threads on one channel. The server decides the mode: one thread for ever, many, or live chats that end. */
export interface ChannelClient {
  /** The channel's public face, its mode and its forms. Rejects with AlongsideError. */
  getConfig(): Promise<ChannelConfig>;
  /** Who talks. A lost answer is asked for again for 60 s. Rejects with AlongsideError. */
  open(customer?: ChannelCustomer): Promise<void>;
  /** After a reload: goes on with what this device has kept. False if there is nothing. */
  resume(): Promise<boolean>;
  /** Forgets the customer on this device; their threads stay with the company. */
  forget(): Promise<void>;
  readonly customer: Observable<ChannelOpened['customer'] | null>;
  /** Newest activity first: the pages that were asked for; null until the first one is here. */
  readonly threads: Observable<readonly ThreadView[] | null>;
  /** Reads the first page anew. */
  refresh(): Promise<void>;
  /** Adds the next page. True if there is still more. */
  loadMore(): Promise<boolean>;
  /** The same object for the same id until its `leave`. Without an id one that its first message makes. */
  thread(threadId?: string): ChannelThread;
  /** The thread to go on with: the newest one that takes messages, or a new one. On a channel with many threads always a new one. */
  current(): Promise<ChannelThread>;
  setCustomerFields(answers: Answers): Promise<void>;
  /**
   * Notifications in this browser for messages that come while the app is closed. Call it from a tap, since the browser may ask its user, and again at each
   * start where they agreed. Rejects with AlongsideError, or as the browser does (NotAllowedError: the user said no).
   */
  registerPush(registration: ServiceWorkerRegistrationLike): Promise<void>;
  /** Also a part of `forget`, as far as the server can be reached. */
  unregisterPush(registration: ServiceWorkerRegistrationLike): Promise<void>;
  /** Ends every socket and timer. What is kept stays. */
  close(): void;
}

export function createChannelClient(options: ChannelClientOptions): ChannelClient {
  const { url, tenant, channelId } = options;
  const ports = withDefaults(options, 'alongside');
  const timers = createTimers(ports.clock);
  const session = createChannelSession({ url, tenant, channelId, ports, timers });
  const open = createHttp({ url, timers, fetch: ports.fetch, cookies: false, bearer: () => null });
  const push = createChannelPush(tenant, session, ports);
  const threads = createValue<readonly ThreadView[] | null>(null, ports.logger);
  const shown = new Map<string, ChannelThread>();
  let cursor: string | null = null;

  const page = async (query: object) => {
    const answer = await session.json<{ threads: ThreadView[]; nextCursor: string | null }>('GET', '/v1/threads', {
      query,
    });
    cursor = answer.nextCursor;
    return answer.threads;
  };
  const key = (threadId: string) => threadId.toLowerCase();
  /** Its place in the list is that of its newest activity. */
  const put = (thread: ThreadView) => {
    const others = (threads.get() ?? []).filter((one) => one.conversationId !== thread.conversationId);
    if (threads.get() === null) return;
    const list = [...others, thread].sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
    threads.set(list);
  };
  const getConfig = () =>
    persist(
      () => open.json<ChannelConfig>('GET', '/v1/channel-config', { query: { tenant, channelId } }),
      LIMITS.startRetrySeconds * 1000,
      timers,
      ports.random,
    );
  const refresh = async () => threads.set(await page({}));

  const client: ChannelClient = {
    getConfig,
    open: (customer = {}) => session.open(customer),
    resume: () => session.resume(),
    async forget() {
      for (const thread of [...shown.values()]) thread.leave();
      threads.set(null);
      await push.remove().catch((error) => ports.logger.warn('The browser is still subscribed.', { error }));
      await session.forget();
    },
    customer: session.customer,
    threads,
    refresh,
    async loadMore() {
      if (cursor === null) return false;
      const more = await page({ cursor });
      const known = new Set((threads.get() ?? []).map(({ conversationId }) => conversationId));
      threads.set([...(threads.get() ?? []), ...more.filter(({ conversationId }) => !known.has(conversationId))]);
      return cursor !== null;
    },
    thread(threadId = createUuid(ports.random)) {
      const known = shown.get(key(threadId));
      if (known) return known;
      const made = createThread({ threadId, url, session, ports, timers, changed: put });
      const thread: ChannelThread = {
        ...made,
        leave() {
          shown.delete(key(threadId));
          made.leave();
        },
      };
      shown.set(key(threadId), thread);
      return thread;
    },
    async current() {
      const [{ mode }] = await Promise.all([getConfig(), refresh()]);
      const last = mode === 'multi' ? undefined : threads.get()?.find(({ canAddMessages }) => canAddMessages);
      return client.thread(last?.threadId);
    },
    async setCustomerFields(answers) {
      const updatedAt = new Date(timers.now()).toISOString();
      const fields = Object.entries(answers).map(([ident, value]) => ({ ident, value, updatedAt }));
      await session.json('PATCH', '/v1/channel-sessions/fields', { body: { fields } });
    },
    registerPush: (registration) => push.register(registration),
    unregisterPush: (registration) => push.unregister(registration),
    close() {
      for (const thread of [...shown.values()]) thread.leave();
      timers.close();
    },
  };
  return client;
}
