import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { SignedIn, Started } from '@alongside/protocol';
import { hire, must, signIn } from '../src/calls.ts';
import { inDatabase } from '../src/collect.ts';
import { DayAgent, type Habits } from '../src/day/agents.ts';
import { checkDay } from '../src/day/check-day.ts';
import { arrive, askStanding, giveUp } from '../src/day/customers.ts';
import { readDay, type Span, type ToldFacts, wrongDesks } from '../src/day/facts.ts';
import { inLanes } from '../src/light-client.ts';
import { seeded } from '../src/mutate.ts';
import { runProgram } from '../src/program.ts';
import { figuresOf, p95Of } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import type { Scene } from '../src/scene.ts';

const CAPACITY = 5;
/** Two rushes in a day, each of more than there is room for, each with its lull. */
const SIZES = {
  small: { contacts: 200, seconds: 14, kills: 2, agents: 8, handleSeconds: 2 },
  ci: { contacts: 1_000, seconds: 170, kills: 4, agents: 25, handleSeconds: 20 },
  full: { contacts: 10_000, seconds: 600, kills: 6, agents: 90, handleSeconds: 20 },
};
const RUSH = { ofTime: 0.4, ofContacts: 0.85 };
const HABITS: Omit<Habits, 'handleSeconds'> = {
  workSeconds: 80,
  breakSeconds: 8,
  vanishSeconds: 900,
  declines: 0.01,
  ignores: 0.003,
  transfers: 0.01,
};
const OFFER_SECONDS = 5;
const RINGS = [0, 20];
/** One in so many customers has a socket and talks; one in so many gives up after a while. */
const TALKS = 25;
const GIVES_UP = 33;
const SEED = 4;
const AT_ONCE = 24;
/** After the last customer came, so long until nobody is left. */
const LONGEST_EVENING = 300_000;

export const day: Row = {
  id: 'DAY',
  fault: 'a day of two rushes: agents come, go, decline and vanish, the server is killed again and again',
  minutes: 12,
  async run({ size, main, scene: open, progress }) {
    const { contacts, seconds, kills, agents: people, handleSeconds } = SIZES[size];
    const scene = await open();
    const { server } = scene;
    const { url } = server;
    const random = seeded(SEED);
    const { queues, rings } = await openQueues(scene);
    const demo = await hire(url, server.demo, people, CAPACITY);
    await teach(scene);
    const signedIn = await inLanes(
      Array.from({ length: people }, (_, n) => n),
      4,
      (n) => signIn(url, demo, n),
    );
    const habits = { ...HABITS, handleSeconds };
    const agents = signedIn.map(
      ({ token }, n) => new DayAgent({ url, token, name: `agent ${n}`, habits, random, queues }),
    );
    const hands = setInterval(() => {
      for (const agent of agents) agent.look();
    }, 100);
    const wrong: string[] = [];
    const readyAgain: number[] = [];
    const away: Span[] = [];
    let over = false;
    const watch = (async () => {
      for (; !over; await delay(1_000)) wrong.push(...(await wrongDesks(scene.store).catch(() => [])));
    })();
    const door = new Door();
    const told: ToldFacts[] = [];
    const came = new Map<string, number>();
    const failed: string[] = [];
    try {
      await scene.until(() => agents.every(({ client }) => client.connected), 30_000);
      const begin = performance.now();
      const killing = (async () => {
        for (let n = 1; n <= kills; n += 1) {
          const at = ((n - 0.5 + random() * 0.4) / kills) * seconds * 1000;
          await delay(Math.max(0, at - (performance.now() - begin)));
          const from = Date.now();
          await server.kill();
          readyAgain.push(await server.start());
          away.push({ from, to: Date.now() });
        }
      })();
      const customers = Array.from({ length: contacts }, (_, n) =>
        visit(n, {
          scene,
          at: begin + arrivalOf(n / contacts) * seconds * 1000,
          queueId: queues[random() < 0.7 ? 0 : 1] ?? '',
          told,
          came,
          door,
          patience: n % GIVES_UP === 5 ? -Math.log(1 - random()) * seconds * 150 : null,
        }).catch((error: unknown) => {
          failed.push(error instanceof Error ? `${error.message} ${error.cause ?? ''}` : String(error));
        }),
      );
      let arrived = 0;
      for (const customer of customers) void customer.then(() => progress(++arrived, contacts, 'customers'));
      await Promise.all([killing, ...customers]);
      for (const agent of agents) agent.closing = true;
      const lastCame = performance.now();
      while ((await left(scene)) > 0 && performance.now() - lastCame < LONGEST_EVENING) await delay(500);
      const took = Math.round((performance.now() - begin) / 1000);
      over = true;
      await watch;
      const kept = { told, came, rings, capacity: CAPACITY, offerSeconds: OFFER_SECONDS, away };
      const facts = { ...(await readDay(scene.store)), ...kept };
      const found = checkDay(facts);
      const judged = await scene.judge();
      const replay = await runProgram(main, ['routing', 'replay', '--database-url', server.demo.database]);
      const replayed = /(\d+) decisions replayed, (\d+) different/.exec(replay.output);
      return {
        figures: {
          contacts,
          agents: people,
          kills,
          'seconds of day': took,
          ...found.figures,
          'decisions replayed': Number(replayed?.[1] ?? -1),
          'with another outcome': Number(replayed?.[2] ?? -1),
          ...figuresOf(judged.figures),
          'ready again p95 ms': p95Of(readyAgain).p95,
        },
        violations: [
          ...found.violations,
          ...judged.violations,
          ...[...new Set(wrong)].map((what) => ({ rule: 'goal' as const, what })),
          ...goal(failed.length === 0, `${failed.length} customers could not get in: ${failed[0]}`),
          ...goal(
            replay.code === 0 && Number(replayed?.[1]) >= contacts / 2,
            `the decisions came out otherwise: ${replay.output}`,
          ),
        ],
      };
    } finally {
      over = true;
      clearInterval(hands);
      for (const agent of agents) agent.close();
      await watch;
    }
  },
};

/** When of the day (0 to 1) the customer with this part of all before them comes. */
function arrivalOf(part: number): number {
  const half = part < 0.5 ? 0 : 0.5;
  const within = (part - half) * 2;
  const { ofTime, ofContacts } = RUSH;
  const at =
    within < ofContacts
      ? (within / ofContacts) * ofTime
      : ofTime + ((within - ofContacts) / (1 - ofContacts)) * (1 - ofTime);
  return half + at / 2;
}

/** One for everybody, and one that first rings at those who know most. */
async function openQueues(
  scene: Scene,
): Promise<{ queues: readonly string[]; rings: ReadonlyMap<string, readonly number[]> }> {
  const { url, demo } = scene.server;
  const { email, password } = demo.admin;
  const body = { tenant: demo.tenant.domain, email, password, transport: 'bearer' };
  const { token = '' } = await must<SignedIn>(url, 'POST', '/v1/agent/sign-in', { body });
  const skillId = randomUUID();
  await must(url, 'PUT', `/v1/skills/${skillId}`, { token, body: { name: SKILL, description: '' } });
  const { queues: known } = await must<{ queues: { name: string }[] }>(url, 'GET', '/v1/queue-settings', { token });
  const { id: _id, ...template } = known[0] as { name: string; id: string };
  const opened = [];
  for (const name of ['Day', 'Day, skilled']) {
    const id = randomUUID();
    const levels = name === 'Day' ? [[]] : [4, 1].map((level) => [{ skillId, level }]);
    const rings = levels.map((requirements, n) => ({ afterSeconds: RINGS[n] ?? 0, requirements }));
    const further = { isDefault: false, offerSeconds: OFFER_SECONDS, overflow: null, hoursId: null, survey: false };
    const settings = { ...template, ...further, name, rings, priority: 0, maxWaitSeconds: null };
    await must(url, 'PUT', `/v1/queue-settings/${id}`, { token, body: settings });
    opened.push({ id, after: rings.map(({ afterSeconds }) => afterSeconds) });
  }
  return { queues: opened.map(({ id }) => id), rings: new Map(opened.map(({ id, after }) => [id, after])) };
}

const SKILL = 'Day';

/** Everybody knows something, one in two enough for the first ring. The demo's own people hold as many contacts as the others. */
const teach = ({ store }: Scene) =>
  inDatabase(store, async (client) => {
    await client.query(
      `UPDATE agents a SET skills = a.skills || jsonb_build_object(s.id::text, n.level) FROM skills s,
         (SELECT id, 1 + (row_number() OVER (ORDER BY id) * 2 % 5)::int AS level FROM agents) n WHERE s.name = $1 AND n.id = a.id`,
      [SKILL],
    );
    await client.query('UPDATE desks SET capacity = $1', [CAPACITY]);
  });

interface Visit {
  readonly scene: Scene;
  /** By the clock of `performance`. */
  readonly at: number;
  readonly queueId: string;
  readonly told: ToldFacts[];
  readonly came: Map<string, number>;
  /** Milliseconds until this customer gives up; null: waits to the end. */
  readonly patience: number | null;
  readonly door: Door;
}

/** So many at a time: a machine that is slower than the day makes the day longer, and not a crowd that only asks again. */
class Door {
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= AT_ONCE) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#inside += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside -= 1;
    }
  }
}

async function visit(n: number, { scene, at, queueId, told, came, patience, door }: Visit): Promise<void> {
  const { url, demo } = scene.server;
  await delay(Math.max(0, at - performance.now()));
  const { started, standing } = await door.through(async () => {
    const started = await arrive(url, demo, { customerId: `day-${n}`, queueId });
    came.set(started.contactId, Date.now());
    return { started, standing: await askStanding(url, started) };
  });
  if (standing !== null) told.push(standing);
  if (n % TALKS === 0) void talk(scene, started);
  if (patience === null) return;
  void delay(patience, undefined, { ref: false }).then(() => giveUp(url, started));
}

/** Says a few things, whether or not anybody is there yet; what comes after the end is refused, and must not exist. */
async function talk(scene: Scene, started: Started): Promise<void> {
  const client = scene.device(started);
  for (let n = 1; n <= 5; n += 1) {
    const outcome = await client.say(started.conversationId, `${client.name} says ${n}`).answered;
    if (outcome.kind === 'refused') return;
    await delay(1_000);
  }
}

/** Contacts that have not ended. */
const left = ({ store }: Scene): Promise<number> =>
  inDatabase(store, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM contacts WHERE state <> 'ended'`,
    );
    return rows[0]?.n ?? 0;
  });
