import { type ClaimedDelivery, claimDeliveries, deliver, type Hint, type Platform } from '@alongside/domain';
import { Coalescer } from '../edge/coalescer.ts';

interface Place {
  readonly tenantId: string;
  readonly webhookId: string;
}

/** Requests under way at one receiver, and at all together: who is slow takes only from itself. */
const AT_ONE = 4;
const AT_ALL = 64;
/** Milliseconds between two looks when things happen, and when nothing does: for retries, and for the hint that was lost. */
const GAP = 200;
const EVERY = 1_000;
/** A stop waits so long for answers; an attempt that is cut off is made again when its claim has run out. */
const PATIENCE = 2_000;

/** Which hints may mean that there is something to tell. */
const TELLING: ReadonlySet<Hint['kind']> = new Set(['entries', 'queue', 'desk']);

/** Brings events to the receivers of webhooks, in the order of each conversation, again and again until they are taken or given up. */
export class WebhookSender {
  readonly #platform: Platform;
  readonly #ahead: () => number;
  readonly #looks: Coalescer<null>;
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;
  readonly #underWay = new Map<string, number>();
  readonly #attempts = new Set<Promise<void>>();
  #closed = false;

  /** `ahead`: seconds by which time is ahead of the database's clock; for tests of long times. */
  constructor(platform: Platform, ahead: () => number = () => 0) {
    this.#platform = platform;
    this.#ahead = ahead;
    const onError = (error: unknown) =>
      platform.log.warn({ error, where: 'webhooks' }, 'What webhooks wait for could not be read.');
    this.#looks = new Coalescer(() => this.#lookNow(), GAP, onError);
    this.#unsubscribe = platform.bus.subscribe(({ kind }) => {
      if (TELLING.has(kind)) this.look();
    });
    this.#timer = setInterval(() => this.look(), EVERY);
    this.look();
  }

  look(): void {
    this.#looks.request('all', null);
  }

  /** Waits for what is under way, at most two seconds. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    clearInterval(this.#timer);
    this.#looks.close();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE);
    });
    await Promise.race([Promise.all(this.#attempts), patience]);
    clearTimeout(timer);
  }

  async #lookNow(): Promise<void> {
    for (const place of await this.#platform.store.webhookQueue.due(this.#ahead())) {
      const spare = Math.min(AT_ONE - this.#at(place), AT_ALL - this.#attempts.size);
      if (spare <= 0 || this.#closed) continue;
      for (const claimed of await claimDeliveries(this.#platform, place, spare, this.#ahead()))
        this.#begin(place, claimed);
    }
  }

  #at({ webhookId }: Place): number {
    return this.#underWay.get(webhookId) ?? 0;
  }

  #begin(place: Place, claimed: ClaimedDelivery): void {
    this.#underWay.set(place.webhookId, this.#at(place) + 1);
    const attempt = this.#follow(place, claimed).finally(() => {
      this.#attempts.delete(attempt);
      const left = this.#at(place) - 1;
      if (left > 0) this.#underWay.set(place.webhookId, left);
      else this.#underWay.delete(place.webhookId);
    });
    this.#attempts.add(attempt);
  }

  /** One event, and what comes after it at the same receiver, for as long as there is something: no look lies between. */
  async #follow(place: Place, first: ClaimedDelivery): Promise<void> {
    let claimed: ClaimedDelivery | undefined = first;
    try {
      while (claimed !== undefined) {
        await deliver(this.#platform, place.tenantId, claimed, this.#ahead());
        if (this.#closed) return;
        [claimed] = await claimDeliveries(this.#platform, place, 1, this.#ahead());
      }
    } catch (error) {
      if (!this.#closed) this.#platform.log.warn({ error, where: 'webhooks' }, 'A delivery could not be settled.');
    }
  }
}
