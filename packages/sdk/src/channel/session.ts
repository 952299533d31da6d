import type { ChannelOpened, OpenChannel } from '@alongside/protocol';
import { LIMITS } from '@alongside/protocol/constants';
import { persist } from '../backoff.ts';
import { AlongsideError, asAlongsideError } from '../errors.ts';
import { deviceHash } from '../help/device.ts';
import { createHttp, type Http, type HttpRequest } from '../http.ts';
import { createId } from '../ids.ts';
import { createValue } from '../observable.ts';
import type { Ports } from '../ports/defaults.ts';
import type { Timers } from '../timers.ts';

const FOR_MS = LIMITS.startRetrySeconds * 1000;

/** Who wants to talk. Nothing: somebody without a name, the same one on this device each time. */
export interface ChannelCustomer {
  /** The app's own id, or with `transactionHash` the company's number. */
  readonly customerId?: string;
  readonly customerName?: string;
  /** Of `createVisitor` on this device: its pages then stand beside the chat. */
  readonly visitorId?: string;
  /** The company's voucher for this customer on this device. */
  readonly transactionHash?: string;
}

type Kept = Pick<ChannelOpened, 'token' | 'expiresAt' | 'customer'>;

/** The session of a customer on a channel: opened once, kept on this device, opened anew where nobody must vouch for them. */
export type ChannelSession = ReturnType<typeof createChannelSession>;

export function createChannelSession(options: {
  readonly url: string;
  readonly tenant: string;
  readonly channelId: string;
  readonly ports: Ports;
  readonly timers: Timers;
}) {
  const { url, tenant, channelId, ports, timers } = options;
  const { fetch, random, storage, logger } = ports;
  const prefix = `alongside/${tenant}/`;
  const place = `${prefix}channel/${channelId}/`;
  const customer = createValue<ChannelOpened['customer'] | null>(null, logger);
  let kept: Kept | null = null;
  let again: (() => Promise<void>) | null = null;
  const http: Http = createHttp({ url, timers, fetch, cookies: false, bearer: () => kept?.token ?? null });

  async function ownId(): Promise<string> {
    const known = await storage.getItem(`${place}customer`);
    if (known) return known;
    const made = createId(random);
    await storage.setItem(`${place}customer`, made);
    return made;
  }

  async function ask(who: ChannelCustomer): Promise<void> {
    const { transactionHash, customerName, visitorId } = who;
    const body: OpenChannel = {
      tenant,
      channelId,
      deviceHash: await deviceHash(ports, prefix),
      customerId: who.customerId ?? (await ownId()),
      ...(customerName && { customerName }),
      ...(visitorId && { visitorId }),
      ...(transactionHash && { vouched: { transactionHash, startId: createId(random) } }),
    };
    const send = () => http.json<ChannelOpened>('POST', '/v1/channel-sessions', { body });
    const { token, expiresAt, customer: person } = await persist(send, FOR_MS, timers, random);
    kept = { token, expiresAt, customer: person };
    // A hash is good once: whoever came with one must come with another.
    again = transactionHash ? null : () => ask(who);
    customer.set(person);
    await storage
      .setItem(`${place}session`, JSON.stringify({ ...kept, who: transactionHash ? null : who }))
      .catch((error) => logger.warn('The session could not be stored.', { error }));
  }

  return {
    prefix: place,
    customer,
    http,
    open: ask,
    /** What this device has kept. False: nothing that is good now. */
    async resume(): Promise<boolean> {
      if (kept) return true;
      const text = await storage.getItem(`${place}session`);
      const found = text ? (JSON.parse(text) as Kept & { who: ChannelCustomer | null }) : null;
      if (!found) return false;
      const { who, ...session } = found;
      again = who && (() => ask(who));
      if (Date.parse(session.expiresAt) <= timers.now()) {
        if (!again) return false;
        await again();
        return true;
      }
      kept = session;
      customer.set(session.customer);
      return true;
    },
    /** Forgets the customer on this device. */
    async forget(): Promise<void> {
      kept = again = null;
      customer.set(null);
      await storage.removeItem(`${place}session`);
      await storage.removeItem(`${place}customer`);
    },
    /** An idempotent request in this customer's name; a session that has run out is opened anew where that is possible. */
    async json<T>(method: string, path: string, request?: HttpRequest): Promise<T> {
      if (!kept && !(await this.resume()))
        throw new AlongsideError('not_authenticated', 'start_again', 'Open the channel first.');
      const send = () => persist(() => http.json<T>(method, path, request), FOR_MS, timers, random);
      try {
        return await send();
      } catch (error) {
        if (asAlongsideError(error).code !== 'session_expired' || !again) throw error;
        await again();
        return send();
      }
    },
  };
}
