import type { Opening } from '../client/client.ts';
import type { ChatClient } from '../client/chat.ts';
import { newClient } from '../client/new-client.ts';
import {
  Broken,
  type ChannelName,
  type Json,
  newPerson,
  type Person,
  type Platform,
  type Site,
} from '../client/site.ts';

/** An agent who has taken a customer's contact. */
export interface Served {
  readonly agentName: string;
  say(text: string): Promise<void>;
  rich(content: Json, fallbackText: string): Promise<void>;
  typing(on: boolean): Promise<void>;
  /** Everything the customer wrote has been read. */
  read(): Promise<void>;
  /** Waits until the agent has this text of the customer before them, and returns how often. */
  sees(text: string): Promise<number>;
  /** Waits until the agent reads this of a message that is still being written. */
  previews(text: string): Promise<void>;
  end(): Promise<void>;
}

/** The company's people behind the wire. */
export interface Staff {
  /** Takes the contact of this customer, who waits. */
  take(person: Person): Promise<Served>;
  /** Nobody answers, so that customers keep waiting. */
  rest(): Promise<void>;
  /** Ends what a check left behind. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** A server with people behind it, and the clients that a check opened on it. */
export class World {
  readonly site: Site;
  readonly staff: Staff;
  readonly clients: ChatClient[] = [];
  readonly #patienceMs: number | undefined;
  constructor(site: Site, staff: Staff, patienceMs?: number) {
    this.site = site;
    this.staff = staff;
    this.#patienceMs = patienceMs;
  }

  client(platform: Platform, channel: ChannelName, options: Partial<Opening> = {}): ChatClient {
    const patience = this.#patienceMs === undefined ? {} : { patienceMs: this.#patienceMs };
    const client = newClient(platform, { site: this.site, channel, person: newPerson(), ...patience, ...options });
    this.clients.push(client);
    return client;
  }

  /** Connected, and authorized where the channel wants it. */
  open(platform: Platform, channel: ChannelName, options: Partial<Opening> = {}): Promise<ChatClient> {
    return this.client(platform, channel, options).start();
  }

  /** Every client of the check was treated by the rules. */
  async sound(): Promise<void> {
    for (const client of this.clients) await client.sound();
  }

  async leave(): Promise<void> {
    await Promise.all(this.clients.splice(0).map((client) => client.leave()));
  }
}

/** One promise of the page, tried on any server. */
export interface Check {
  readonly title: string;
  readonly platforms?: readonly Platform[];
  /** Longer than the usual minute. */
  readonly run: (world: World, platform: Platform) => Promise<void>;
}

/** Runs a check on a world of its own clients; what it opened is closed, whatever happened. */
export async function tried(
  check: Check,
  site: Site,
  staff: Staff,
  platform: Platform,
  patienceMs?: number,
): Promise<void> {
  const world = new World(site, staff, patienceMs);
  try {
    await check.run(world, platform);
    await world.sound();
  } catch (error) {
    // The broken rule says more than what came of it.
    const broken = world.clients.flatMap((client) => client.broken);
    throw broken.length > 0 ? new Broken(broken.join('\n'), { cause: error }) : error;
  } finally {
    await world.leave();
    await staff.tidy();
  }
}
