import type { SkillLevel, Webhook } from '@alongside/protocol';
import type { Administration, Configuration } from './administration.ts';
import type { Means } from './plan.ts';
import { TenantFileFaults } from './read-tenant-file.ts';
import type { Levels, TenantFile } from './tenant-file.ts';

/**
 * Ids by name, of what is there and of what the file will make: ids are ours to choose, so they are known before anything is made. Only a
 * webhook's is the server's; until it is made, its address stands in for it.
 */
export class References {
  readonly #skills: Map<string, string>;
  readonly #hours: Map<string, string>;
  readonly #queues: Map<string, string>;
  readonly #webhooks: Map<string, string>;
  readonly #missing: string[] = [];

  constructor(file: TenantFile, now: Configuration, means: Means) {
    const ids = (stored: readonly { id: string; name: string }[], wanted: readonly { name: string }[] = []) => {
      const map = new Map(stored.map(({ id, name }) => [name.toLowerCase(), id]));
      for (const { name } of wanted) if (!map.has(name.toLowerCase())) map.set(name.toLowerCase(), means.uuid());
      return map;
    };
    this.#skills = ids(now.skills, file.skills);
    this.#hours = ids(now.businessHours, file.businessHours);
    this.#queues = ids(now.queues, file.queues);
    this.#webhooks = new Map(now.webhooks.map(({ id, url }) => [url, id]));
    for (const { url } of file.webhooks ?? []) if (!this.#webhooks.has(url)) this.#webhooks.set(url, url);
  }

  skill(name: string, where = ''): string {
    return this.#find(this.#skills, name.toLowerCase(), `${where} asks for the skill "${name}"`);
  }

  hours(name: string, where = ''): string {
    return this.#find(this.#hours, name.toLowerCase(), `${where} has the hours "${name}"`);
  }

  queue(name: string, where = '', does = 'overflows to'): string {
    return this.#find(this.#queues, name.toLowerCase(), `${where} ${does} the queue "${name}"`);
  }

  webhook(url: string, where = ''): string {
    return this.#find(this.#webhooks, url, `${where} is routed by the webhook ${url}`);
  }

  levels(levels: Levels, where: string): SkillLevel[] {
    return Object.entries(levels).map(([name, level]) => ({ skillId: this.skill(name, where), level }));
  }

  /** @throws TenantFileFaults with everything that was looked for in vain */
  assertAllFound(): void {
    if (this.#missing.length > 0) throw new TenantFileFaults(this.#missing);
  }

  /** Learns the ids of webhooks that were made by an earlier step. */
  async resolveWebhooks({ call }: Administration): Promise<void> {
    if (![...this.#webhooks].some(([url, id]) => url === id)) return;
    const { webhooks } = await call<{ webhooks: Webhook[] }>('GET', '/v1/webhooks');
    for (const { url, id } of webhooks) this.#webhooks.set(url, id);
  }

  /** The same with ids in place of the addresses that stood in for them. */
  resolved<T extends { readonly externalRouter: { readonly webhookId: string } | null }>(queue: T): T {
    const { externalRouter } = queue;
    if (!externalRouter) return queue;
    const webhookId = this.#webhooks.get(externalRouter.webhookId) ?? externalRouter.webhookId;
    return { ...queue, externalRouter: { ...externalRouter, webhookId } };
  }

  #find(map: Map<string, string>, key: string, what: string): string {
    const id = map.get(key);
    if (id !== undefined) return id;
    this.#missing.push(`${what}, which is neither in the file nor on the server`);
    return '';
  }
}
