import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Started } from '@alongside/protocol';
import { checkHistory, type Violation } from '@alongside/testkit';
import { call, setPresence, signIn, startHelp } from './calls.ts';
import type { Client, Log } from './client.ts';
import { historyOf, readEnds, readParts, type Stored } from './collect.ts';
import type { FaultyPath } from './proxy.ts';
import { SdkCustomer } from './sdk-client.ts';
import type { Demo, ServerProcess } from './server-process.ts';
import { WireClient } from './wire-client.ts';

export interface Judged {
  readonly violations: Violation[];
  readonly figures: {
    acked: number;
    refused: number;
    lost: number;
    doubled: number;
    misordered: number;
    convergedMs: number;
    /** How often with which code. */
    refusals: string;
  };
}

/** A server, its people, and the judge of what became of them. */
export class Scene {
  readonly server: ServerProcess;
  /** Before the clients or before the database; null: none. */
  readonly proxy: FaultyPath | null;
  /** The database past any proxy; null: the server's own. */
  readonly #database: string | null;
  /** Milliseconds that the judge waits for what is still to come. */
  readonly #patience: number;
  readonly clients: Client[] = [];
  readonly #agentIds = new Map<string, string>();
  readonly #run = randomBytes(4).toString('hex');
  #people = 0;
  #saying = false;
  #talks: Promise<void>[] = [];
  #watchers = new Set<() => void>();

  constructor(server: ServerProcess, proxy: FaultyPath | null, database: string | null, patience: number) {
    this.#patience = patience;
    this.server = server;
    this.proxy = proxy;
    this.#database = database;
  }

  /** Where the rows are. */
  get store(): Pick<Demo, 'database' | 'tenant'> {
    const { database, tenant } = this.server.demo;
    return { tenant, database: this.#database ?? database };
  }

  /** Where clients connect. */
  get address(): string {
    return this.proxy?.url.startsWith('http') ? this.proxy.url : this.server.url;
  }

  #add<T extends Client>(client: T): T {
    client.onChange = () => {
      for (const watcher of [...this.#watchers]) watcher();
    };
    this.clients.push(client);
    return client;
  }

  async customer(): Promise<{ client: WireClient; started: Started }> {
    const started = await startHelp(this.server.url, this.server.demo, `${this.#run}-${++this.#people}`);
    return { client: this.device(started), started };
  }

  /** One more device of a customer. */
  device(started: Started, name = `customer ${++this.#people}`): WireClient {
    const client = this.#add(new WireClient({ name, side: 'customer', url: this.address, token: started.token }));
    client.open(started.conversationId);
    client.connect();
    return client;
  }

  async sdkCustomer(): Promise<SdkCustomer> {
    const customerId = `${this.#run}-${++this.#people}`;
    return this.#add(await SdkCustomer.start({ url: this.address, demo: this.server.demo, customerId }));
  }

  async agent(index: number, available = true): Promise<WireClient & { readonly token: string; readonly id: string }> {
    const { id, token } = await signIn(this.server.url, this.server.demo, index);
    const name = `agent ${++this.#people}`;
    this.#agentIds.set(name, id);
    const client = this.#add(new WireClient({ name, side: 'agent', url: this.address, token }));
    client.connect();
    // Who is not seen to be there loses what they hold at the next sweep.
    await this.until(() => client.desk !== null, 10_000);
    if (available) await setPresence(this.server.url, token, 'available');
    return Object.assign(client, { token, id });
  }

  /** Takes a waiting contact by hand. */
  async pick(agent: { token: string; open(conversationId: string): unknown }, started: Started): Promise<void> {
    const { status, code } = await call(this.server.url, 'POST', `/v1/contacts/${started.contactId}/pick`, {
      token: agent.token,
    });
    if (status !== 200) throw new Error(`Pick: ${status} ${code}`);
    agent.open(started.conversationId);
  }

  /** Everybody says one thing after another, each when the last one was answered, until `hush`. */
  talk(pairs: readonly { client: Client; conversationId: string }[], pauseMs = 0): void {
    this.#saying = true;
    for (const { client, conversationId } of pairs) {
      this.#talks.push(
        (async () => {
          for (let n = 1; this.#saying; n += 1) {
            await client.say(conversationId, `${client.name} says ${n}`).answered;
            if (pauseMs > 0) await delay(pauseMs);
          }
        })(),
      );
    }
  }

  /** Starts no further message. What is under way goes on until it is answered. */
  hush(): void {
    this.#saying = false;
  }

  get #logs(): Log[] {
    return this.clients.flatMap((client) => [...client.logs.values()]);
  }

  get acked(): number {
    return this.#logs.reduce((sum, { acked }) => sum + acked, 0);
  }

  /** Waits until everybody who talks has had an answer to something again, counted from now. Who has not within `patience` milliseconds is named. */
  async untilAllAnswered(patience: number): Promise<{ readonly milliseconds: number; readonly silent: string[] }> {
    const begin = performance.now();
    const waiting = new Map(this.#logs.filter(({ outbox }) => outbox.length > 0).map((log) => [log, log.answers]));
    await this.until(() => {
      for (const [log, answers] of waiting) if (log.answers > answers) waiting.delete(log);
      return waiting.size === 0;
    }, patience);
    const silent = [...waiting.keys()].map(({ client, conversationId }) => `${client} in ${conversationId}`);
    return { milliseconds: performance.now() - begin, silent };
  }

  /** Waits until something is true of the clients; false when it did not come true in time. */
  async until(look: () => boolean, milliseconds: number): Promise<boolean> {
    if (look()) return true;
    return new Promise((resolve) => {
      const done = (value: boolean) => {
        clearTimeout(timer);
        clearInterval(also);
        this.#watchers.delete(check);
        resolve(value);
      };
      const check = () => look() && done(true);
      // The SDK's answers come without a frame that we see.
      const also = setInterval(check, 50);
      const timer = setTimeout(() => done(look()), milliseconds);
      this.#watchers.add(check);
    });
  }

  /** Waits until all have everything, and judges. */
  async judge(patience = this.#patience): Promise<Judged> {
    const begin = performance.now();
    this.hush();
    const logs = this.#logs;
    const answered = await this.until(() => logs.every(({ outbox }) => outbox.length === 0), patience);
    let ends = await readEnds(this.store);
    let together = false;
    for (let round = 0; round < 5; round += 1) {
      const goals = ends;
      const end = ({ conversationId, messagesOnly }: Log) =>
        goals.get(conversationId)?.[messagesOnly ? 'lastMessage' : 'last'] ?? 0;
      together = await this.until(() => logs.every((log) => !log.present || log.cursor >= end(log)), patience);
      ends = await readEnds(this.store);
      if (!together || [...ends].every(([id, { last }]) => last === goals.get(id)?.last)) break;
    }
    // The clients' own time: what the judge reads from here on is not theirs.
    const convergedMs = Math.round(performance.now() - begin);
    const { violations, operations, refused } = await this.#judgeParts(logs);
    const open = logs.flatMap(({ outbox }) => outbox).length;
    if (!answered) violations.push({ rule: 'R5', what: `${open} messages were never answered` });
    if (!together) violations.push({ rule: 'R5', what: 'not everybody got everything in time' });
    const count = (kind: string) => operations[kind] ?? 0;
    const of = (fits: (violation: Violation) => boolean) => violations.filter(fits).length;
    return {
      violations,
      figures: {
        acked: count('ok'),
        refused: count('refused'),
        lost: of(({ rule, what }) => rule === 'R1' || rule === 'R6' || (rule === 'R5' && what.includes('has '))),
        doubled: of(({ what }) => what.includes('times:') || what.includes('handed over again')),
        misordered: of(({ rule }) => rule === 'R3' || rule === 'R4'),
        convergedMs,
        refusals: Object.entries(refused)
          .map(([code, times]) => `${code} ${times}`)
          .join(', '),
      },
    };
  }

  /** Each conversation is judged by itself: no rule looks across two. */
  async #judgeParts(
    logs: readonly Log[],
  ): Promise<{ violations: Violation[]; operations: Record<string, number>; refused: Record<string, number> }> {
    const violations: Violation[] = [];
    const operations: Record<string, number> = {};
    const refused: Record<string, number> = {};
    const left = new Set(logs);
    const judge = (part: Stored, some: readonly Log[]) => {
      const history = historyOf(part, some, this.#agentIds);
      violations.push(...checkHistory(history));
      for (const { outcome } of history.operations) {
        operations[outcome.kind] = (operations[outcome.kind] ?? 0) + 1;
        if (outcome.kind === 'refused') refused[outcome.code] = (refused[outcome.code] ?? 0) + 1;
      }
    };
    const take = (part: Stored) => {
      const some = [...left].filter(({ conversationId }) => part.lastSeqs.has(conversationId));
      for (const log of some) left.delete(log);
      judge(part, some);
    };
    await readParts(this.store, take);
    // Conversations that clients have and the database has not.
    judge({ rows: [], contacts: [], lastSeqs: new Map(), customers: new Map() }, [...left]);
    return { violations, operations, refused };
  }

  async end(): Promise<void> {
    this.hush();
    for (const client of this.clients) client.close();
    await this.proxy?.close();
    await this.server.remove();
  }
}
