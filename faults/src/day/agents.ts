import { setTimeout as delay } from 'node:timers/promises';
import { call } from '../calls.ts';
import { WireClient } from '../wire-client.ts';

/** How the people of a day behave. Seconds, and parts of one. */
export interface Habits {
  /** Of one contact, from accept to end; exponential. */
  readonly handleSeconds: number;
  /** Between two breaks, and of one break. */
  readonly workSeconds: number;
  readonly breakSeconds: number;
  /** Between two losses of the connection without a word; the agent comes back after the grace. */
  readonly vanishSeconds: number;
  readonly declines: number;
  readonly ignores: number;
  readonly transfers: number;
}

type Presence = 'available' | 'away';

/** One agent's day: accepts what rings, now and then declines, overlooks or hands over, takes breaks, and is lost and found. */
export class DayAgent {
  readonly client: WireClient;
  readonly #url: string;
  readonly #token: string;
  readonly #habits: Habits;
  readonly #random: () => number;
  readonly #queues: readonly string[];
  readonly #reached = new Set<string>();
  readonly #busy = new Set<string>();
  #wanted: Presence = 'available';
  #asking = false;
  #nextBreak: number;
  #nextVanish: number;
  #hiddenUntil = 0;
  closing = false;

  constructor(options: {
    url: string;
    token: string;
    name: string;
    habits: Habits;
    random: () => number;
    queues: readonly string[];
  }) {
    const { url, token, name, habits, random, queues } = options;
    this.#url = url;
    this.#token = token;
    this.#habits = habits;
    this.#random = random;
    this.#queues = queues;
    this.client = new WireClient({ name, side: 'agent', url, token });
    this.client.connect();
    this.#nextBreak = performance.now() + this.#about(habits.workSeconds);
    this.#nextVanish = performance.now() + this.#about(habits.vanishSeconds);
  }

  /** Milliseconds, exponential. */
  #about(seconds: number): number {
    return -Math.log(1 - this.#random()) * seconds * 1000;
  }

  /** Looks at the desk and does what there is to do; asked for many times a second. */
  look(): void {
    this.#live();
    const { desk } = this.client;
    if (desk === null || this.#hiddenUntil > 0) return;
    if (desk.presence.state !== this.#wanted && !this.#asking) void this.#setPresence();
    for (const { contactId, epoch } of desk.offers) {
      const key = `${contactId}/${epoch}`;
      if (this.#reached.has(key)) continue;
      this.#reached.add(key);
      void this.#answer(contactId, epoch, key);
    }
    for (const { contact } of desk.conversations) {
      if (contact.state !== 'active' || this.#busy.has(contact.id)) continue;
      this.#busy.add(contact.id);
      void this.#serve(contact.id, contact.queueId);
    }
  }

  #live(): void {
    const now = performance.now();
    if (this.#hiddenUntil > 0) {
      if (now < this.#hiddenUntil && !this.closing) return;
      this.#hiddenUntil = 0;
      this.client.show();
      return;
    }
    if (this.closing) {
      this.#wanted = 'available';
      return;
    }
    if (now >= this.#nextBreak) {
      const { workSeconds, breakSeconds } = this.#habits;
      this.#wanted = this.#wanted === 'available' ? 'away' : 'available';
      this.#nextBreak = now + this.#about(this.#wanted === 'available' ? workSeconds : breakSeconds);
    }
    if (now >= this.#nextVanish) {
      this.#nextVanish = now + this.#about(this.#habits.vanishSeconds);
      // Some are back within the grace, others are not.
      this.#hiddenUntil = now + 5_000 + this.#random() * 35_000;
      this.client.hide();
    }
  }

  async #setPresence(): Promise<void> {
    this.#asking = true;
    await this.#ask('PUT', '/v1/agent/presence', { state: this.#wanted });
    // The desk that says so is on its way.
    await delay(500);
    this.#asking = false;
  }

  async #answer(contactId: string, epoch: number, key: string): Promise<void> {
    const chance = this.#random();
    const { declines, ignores } = this.#habits;
    if (chance < ignores) return;
    await delay(100 + this.#random() * 300);
    const word = chance < ignores + declines ? 'decline' : 'accept';
    // The server died under it: the next desk shows whether it still rings.
    if ((await this.#ask('POST', `/v1/contacts/${contactId}/${word}`, { epoch })) === 0) this.#reached.delete(key);
  }

  async #serve(contactId: string, queueId: string): Promise<void> {
    await delay(this.#about(this.#habits.handleSeconds));
    const other = this.#queues.find((id) => id !== queueId);
    if (other !== undefined && this.#random() < this.#habits.transfers)
      await this.#ask('POST', `/v1/contacts/${contactId}/transfer`, { to: { queueId: other } });
    else await this.#ask('POST', `/v1/contacts/${contactId}/end`, { wrapUp: 'done' });
    // Whatever came of it: what is still on the desk then is served again.
    await delay(1_000);
    this.#busy.delete(contactId);
  }

  /** The status; 0: no answer came. */
  async #ask(method: string, path: string, body: object): Promise<number> {
    const answer = await call(this.#url, method, path, { token: this.#token, body }).catch(() => null);
    return answer?.status ?? 0;
  }

  close(): void {
    this.client.close();
  }
}
