import { setTimeout as delay } from 'node:timers/promises';
import { call, setPresence, signIn, startHelp } from '../src/calls.ts';
import { inDatabase, readStore } from '../src/collect.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Outcome, type Row } from '../src/row.ts';
import type { Scene } from '../src/scene.ts';

/** Every step between waiting and owned, and back. Before COMMIT the step must never have been; after it, it must be known to all. */
const STEPS = [
  'route.offered',
  'route.slot',
  'route.committed',
  'accept.owned',
  'accept.logged',
  'decline.withdrawn',
  'release.requeued',
] as const;
const ROUNDS = { small: 1, ci: 1, full: 3 };
/** Milliseconds. */
const REACHED = 40_000;
const LONGEST_STUCK = 60_000;

type Step = (typeof STEPS)[number];
type Agents = readonly Awaited<ReturnType<Scene['agent']>>[];

export const routerKilled: Row = {
  id: 'F18',
  lane: 'waits',
  fault: 'the server is killed at each step of offering, accepting, declining and putting back',
  minutes: 4,
  async run({ size, scene: open, progress }) {
    const scene = await open();
    const { server } = scene;
    const agents = [await scene.agent(0), await scene.agent(1)];
    await inDatabase(scene.store, (client) => client.query('UPDATE desks SET capacity = 1000'));
    const hands = new Hands(scene, agents);
    const violations: Outcome['violations'][number][] = [];
    const steps = Array.from({ length: ROUNDS[size] }, () => STEPS).flat();
    let longest = 0;
    let contacts = 0;
    try {
      for (const [n, step] of steps.entries()) {
        progress(n, steps.length, 'kills');
        server.failpoint = `${step}=kill`;
        await server.stop();
        await server.start();
        await ready(scene, agents);
        hands.declining = step === 'decline.withdrawn';
        const gone = server.killAtFailpoint().then(() => true);
        contacts += 1;
        await cause(scene, step, `${step}-${n}`).catch(() => undefined);
        if (!(await Promise.race([gone, delay(REACHED, false)])))
          violations.push({ rule: 'goal', what: `${step} was not reached within 40 s` });
        hands.declining = false;
        server.failpoint = null;
        if (!server.ended) await server.kill();
        await server.start();
        await ready(scene, agents);
        const begin = performance.now();
        let left = await unowned(scene);
        while (left > 0 && performance.now() - begin < LONGEST_STUCK) {
          await delay(250);
          left = await unowned(scene);
        }
        longest = Math.max(longest, performance.now() - begin);
        if (left > 0) violations.push({ rule: 'goal', what: `after ${step} ${left} contacts are still with nobody` });
        for (const what of await wrongSlots(scene)) violations.push({ rule: 'goal', what: `after ${step} ${what}` });
      }
    } finally {
      hands.close();
    }
    const { contacts: rows } = await readStore(scene.store);
    const judged = await scene.judge();
    return {
      figures: {
        kills: steps.length,
        steps: STEPS.length,
        contacts: rows.length,
        ...figuresOf(judged.figures),
        'all owned after ms': Math.round(longest),
      },
      violations: [
        ...judged.violations,
        ...violations,
        ...goal(rows.length >= contacts / 2, `only ${rows.length} contacts were made`),
      ],
    };
  },
};

/** Makes the step happen; the server may die under the call. */
async function cause({ server }: Scene, step: Step, customerId: string): Promise<void> {
  const { url, demo } = server;
  const started = await startHelp(url, demo, customerId);
  if (step !== 'release.requeued') return;
  const { token } = await signIn(url, demo, 2);
  // It may ring at others already: then another one comes.
  let mine = started;
  for (let n = 0; n < 20; n += 1) {
    const { status } = await call(url, 'POST', `/v1/contacts/${mine.contactId}/pick`, { token });
    if (status === 200) break;
    mine = await startHelp(url, demo, `${customerId}-${n}`);
  }
  // This agent has no connection, and is put down as lost by the next sweep.
}

/** Everybody is back at work. */
async function ready({ server }: Scene, agents: Agents): Promise<void> {
  for (const agent of agents) {
    const begin = performance.now();
    while (!agent.connected && performance.now() - begin < 10_000) await delay(50);
    await setPresence(server.url, agent.token, 'available');
  }
}

/** Contacts that are with nobody: waiting or ringing. */
const unowned = async ({ store }: Scene): Promise<number> =>
  (await readStore(store)).contacts.filter(({ state }) => state === 'waiting' || state === 'offered').length;

/** Desks whose count of contacts is not what they hold. */
const wrongSlots = ({ store }: Scene): Promise<string[]> =>
  inDatabase(store, async (client) => {
    const { rows } = await client.query<{ id: string; counted: number; held: number }>(
      `SELECT d.agent_id AS id, d.open_contacts AS counted, h.held FROM desks d, LATERAL (SELECT count(*)::int AS held FROM contacts c
         WHERE (c.state = 'active' AND c.owner_id = d.agent_id) OR (c.state = 'offered' AND c.offered_to = d.agent_id)) h
       WHERE d.open_contacts <> h.held`,
    );
    return rows.map(({ id, counted, held }) => `${id} counts ${counted} contacts and holds ${held}`);
  });

/** Two agents who take whatever rings, or decline it. */
class Hands {
  declining = false;
  readonly #timer: NodeJS.Timeout;
  readonly #reached = new Set<string>();

  constructor(scene: Scene, agents: Agents) {
    this.#timer = setInterval(() => {
      for (const { desk, token } of agents) {
        for (const { contactId, epoch } of desk?.offers ?? []) {
          const key = `${contactId}/${epoch}`;
          if (this.#reached.has(key)) continue;
          this.#reached.add(key);
          const word = this.declining ? 'decline' : 'accept';
          call(scene.server.url, 'POST', `/v1/contacts/${contactId}/${word}`, { token, body: { epoch } }).catch(() =>
            // The server died under it: once more.
            this.#reached.delete(key),
          );
        }
      }
    }, 50);
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
