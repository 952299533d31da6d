import { performance } from 'node:perf_hooks';
import type { CustomerActor, Platform } from '@alongside/domain';
import type { Connection } from './connection.ts';
import { Groups } from './groups.ts';
import type { Timing } from './timing.ts';

interface Customer {
  readonly tenantId: string;
  readonly contactId: string;
}

/** Contacts in one statement: more come in the next. */
const BATCH = 2_000;
/** Comings and goings are gathered for so many milliseconds: a storm of thousands is a few statements. */
const GATHERED = 500;

/** Renews the signs of life of the customers who are connected here; after the last socket their grace time begins. */
export class CustomerSigns {
  readonly #platform: Platform;
  readonly #connections = new Groups<string, Connection>();
  readonly #customers = new Map<string, Customer>();
  readonly #timer: NodeJS.Timeout;
  /** Seconds by contact, beyond the tenant's grace time. */
  readonly #news = new Map<string, Customer & { readonly seconds: number }>();
  #gathering: NodeJS.Timeout | null = null;
  /** A socket that was silent for longer may be dead already. */
  readonly #believed: number;
  /** Until the next sign has surely come. */
  readonly #seconds: number;

  constructor(platform: Platform, timing: Timing) {
    this.#platform = platform;
    this.#believed = timing.heartbeat * 1.3;
    this.#seconds = (2 * timing.touchCustomers) / 1000;
    this.#timer = setInterval(() => void this.#touch(), timing.touchCustomers);
    this.#timer.unref();
  }

  welcome({ tenantId, contactId }: CustomerActor, connection: Connection): void {
    this.#connections.add(contactId, connection);
    this.#customers.set(contactId, { tenantId, contactId });
    this.#gather({ tenantId, contactId, seconds: this.#seconds });
  }

  gone({ tenantId, contactId }: CustomerActor, connection: Connection): void {
    if (!this.#connections.delete(contactId, connection)) return;
    this.#customers.delete(contactId);
    this.#gather({ tenantId, contactId, seconds: 0 });
  }

  close(): void {
    clearInterval(this.#timer);
    if (this.#gathering) clearTimeout(this.#gathering);
  }

  #gather(one: Customer & { readonly seconds: number }): void {
    this.#news.set(one.contactId, one);
    this.#gathering ??= setTimeout(() => void this.#tell(), GATHERED).unref();
  }

  async #tell(): Promise<void> {
    this.#gathering = null;
    const news = [...this.#news.values()];
    this.#news.clear();
    for (const seconds of new Set(news.map((one) => one.seconds)))
      await this.#inBatches(
        news.filter((one) => one.seconds === seconds),
        seconds,
      );
  }

  async #touch(): Promise<void> {
    const now = performance.now();
    const heard = [...this.#customers.values()].filter(({ contactId }) =>
      [...this.#connections.of(contactId)].some((connection) => now - connection.heardAt < this.#believed),
    );
    await this.#inBatches(heard, this.#seconds);
  }

  async #inBatches(customers: readonly Customer[], seconds: number): Promise<void> {
    for (let from = 0; from < customers.length; from += BATCH)
      await this.#renew(customers.slice(from, from + BATCH), seconds);
  }

  async #renew(customers: readonly Customer[], seconds: number): Promise<void> {
    try {
      await this.#platform.store.sweeps.touchCustomers(customers, seconds);
    } catch (error) {
      this.#platform.log.warn({ error, where: 'customer signs' }, 'Signs of life could not be stored.');
    }
  }
}
