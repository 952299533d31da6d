import { randomUUID } from 'node:crypto';
import {
  archiveThread,
  type ChannelActor,
  endThreadContact,
  replayDecision,
  Refused,
  type RoutingAgent,
  routeQueue,
  sendOnThread,
  type Platform,
  type Transaction,
} from '@alongside/domain';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addChannel, addCustomer } from '../channels/channel-fixture.ts';
import { addAgent, addWaiting, createFixture, type Fixture, random, silent, type Started } from '../testing/fixture.ts';
import { withRouting } from '../testing/with-routing.ts';

/*
 * The whole state machine against PostgreSQL: whatever a few people and timers do, one after the other and at once, each contact has an
 * owner or a place, nobody is over capacity, and first come is first served.
 */

let fixture: Fixture;
let client: pg.Client;
let platform: Platform;
beforeAll(async () => {
  fixture = await createFixture({ poolSize: 20 });
  client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [fixture.tenantId]);
  const { store, bus } = fixture;
  // Routing uses nothing else of a platform.
  platform = { store, bus, random, log: silent } as unknown as Platform;
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.inTransaction(work);

interface World {
  readonly agents: readonly string[];
  readonly contacts: Started[];
  readonly queueIds: readonly string[];
  /** On a channel of each mode, each with two ids of threads at hand. */
  readonly customers: readonly { readonly actor: ChannelActor; readonly threadIds: readonly string[] }[];
}
type Step = (world: World) => Promise<unknown>;

/** What an agent holds, chosen by a number. */
const heldBy = async (agentId: string) => run((tx) => tx.desks.held(agentId));
const freed = async (
  tx: Transaction,
  agentId: string,
  change: { helpType: 'CHAT' | 'VOICE_CALL' | 'VIDEO_CALL'; weight: number } | null,
) => {
  if (change) await tx.desks.freeSlot(agentId, change);
};
const pick = <T>(list: readonly T[], index: number): T | undefined =>
  list.length === 0 ? undefined : list[index % list.length];

const steps: Record<string, (a: number, b: number) => Step> = {
  arrive: (a) => async (world) => {
    const queueId = pick(world.queueIds, a);
    world.contacts.push(await addWaiting(fixture.store, fixture.tenantId, queueId === undefined ? {} : { queueId }));
  },
  route:
    (a) =>
    async ({ queueIds }) =>
      routeQueue(platform, fixture.tenantId, pick(queueIds, a) ?? ''),
  accept:
    (a, b) =>
    async ({ agents }) => {
      const agentId = pick(agents, a) ?? '';
      const offer = pick(
        (await heldBy(agentId)).filter(({ state }) => state === 'offered'),
        b,
      );
      if (offer) await run((tx) => tx.contacts.accept(offer.contactId, agentId, offer.epoch));
    },
  decline:
    (a, b) =>
    async ({ agents }) => {
      const agentId = pick(agents, a) ?? '';
      const offer = pick(
        (await heldBy(agentId)).filter(({ state }) => state === 'offered'),
        b,
      );
      if (offer)
        await run(async (tx) => freed(tx, agentId, await tx.contacts.withdrawOffer(offer.contactId, offer.epoch, 0)));
    },
  end:
    (a, b) =>
    async ({ agents }) => {
      const agentId = pick(agents, a) ?? '';
      const mine = pick(
        (await heldBy(agentId)).filter(({ state }) => state === 'active'),
        b,
      );
      if (mine)
        await run(async (tx) =>
          freed(tx, agentId, await tx.contacts.endByOwner(mine.contactId, agentId, 'ended_by_agent')),
        );
    },
  transfer:
    (a, b) =>
    async ({ agents, queueIds }) => {
      const agentId = pick(agents, a) ?? '';
      const mine = pick(
        (await heldBy(agentId)).filter(({ state }) => state === 'active'),
        b,
      );
      const to = b % 2 === 0 ? { targetAgentId: pick(agents, b) ?? null } : { queueId: pick(queueIds, b) ?? '' };
      if (mine) await run(async (tx) => freed(tx, agentId, await tx.contacts.requeue(mine.contactId, agentId, to)));
    },
  pick:
    (a, b) =>
    async ({ agents, contacts }) => {
      const [agentId, to] = [pick(agents, a) ?? '', pick(contacts, b)];
      if (!to) return;
      await run(async (tx) => {
        const change = await tx.contacts.pick(to.contactId, agentId);
        if (change && !(await tx.desks.takeSlot(agentId, change))) throw new Refused('at_capacity');
      }).catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
      });
    },
  cancel:
    (a) =>
    async ({ contacts }) => {
      const to = pick(contacts, a);
      if (!to) return;
      await run(async (tx) => {
        const change = await tx.contacts.cancel(to.contactId, 'cancelled_by_customer');
        if (change?.previousAgentId) await tx.desks.freeSlot(change.previousAgentId, change);
      });
    },
  comeOrGo:
    (a, b) =>
    async ({ agents }) =>
      run((tx) => tx.desks.setPresence(pick(agents, a) ?? '', b % 3 === 0 ? 'away' : 'available', null)),
  write:
    (a, b) =>
    async ({ customers, contacts }) => {
      const to = pick(customers, a);
      if (!to) return;
      const message = { messageId: randomUUID(), text: 'x', fileIds: [] };
      const { actor } = to;
      await unlessRefused(async () => {
        const sent = await sendOnThread(platform, actor, { threadExternalId: pick(to.threadIds, b) ?? '', message });
        const thread = await run((tx) => tx.channels.threadById(sent.conversationId));
        const { customerId, externalId: customerNumber } = actor;
        if (sent.fresh && thread)
          contacts.push({ customerId, customerNumber, conversationId: thread.id, contactId: thread.contact.id });
      });
    },
  archive:
    (a, b) =>
    async ({ customers }) => {
      const to = pick(customers, a);
      if (to && b % 4 === 0) await unlessRefused(() => archiveThread(platform, to.actor, pick(to.threadIds, b) ?? ''));
    },
  endLive:
    (a, b) =>
    async ({ customers }) => {
      const to = pick(customers, a);
      if (to) await unlessRefused(() => endThreadContact(platform, to.actor, pick(to.threadIds, b) ?? ''));
    },
  overflow:
    (a) =>
    async ({ contacts, queueIds }) => {
      const to = pick(contacts, a);
      const [from, next] = queueIds;
      if (to) await run((tx) => tx.contacts.overflow(to.contactId, from ?? '', next ?? ''));
    },
};

const illegal = `SELECT c.id FROM contacts c WHERE c.id = ANY ($1) AND NOT (
  (c.state IN ('waiting', 'offered') AND c.owner_id IS NULL AND c.place_at IS NOT NULL) OR (c.state = 'active' AND c.owner_id IS NOT NULL)
  OR (c.state = 'ended' AND c.end_reason IS NOT NULL))`;
const miscounted = `SELECT d.agent_id, d.load, d.capacity, d.open_contacts, held.load AS held_load, held.count FROM desks d
  CROSS JOIN LATERAL (SELECT coalesce(sum(c.weight), 0)::integer AS load, count(*)::integer AS count FROM contacts c
    WHERE (c.owner_id = d.agent_id AND c.state = 'active') OR (c.offered_to = d.agent_id AND c.state = 'offered')) held
  WHERE d.load <> held.load OR d.open_contacts <> held.count OR d.load > d.capacity
    OR (d.kinds->>'CHAT')::integer <> held.count`;

/** What a thread may look like: open with the one open contact that is its latest, and that one's owner; its log without a gap. */
const strangeThreads = `SELECT v.id, v.open, v.archived_at, open.contacts, logged.entries, v.last_seq FROM conversations v
  CROSS JOIN LATERAL (SELECT count(*)::integer AS contacts, bool_and(c.id = v.contact_id AND c.owner_id IS NOT DISTINCT FROM v.owner_id) AS own
    FROM contacts c WHERE c.conversation_id = v.id AND c.state <> 'ended') open
  CROSS JOIN LATERAL (SELECT count(*)::integer AS entries FROM entries e WHERE e.conversation_id = v.id) logged
  WHERE v.customer_id = ANY ($1) AND (v.open <> (open.contacts = 1) OR open.contacts > 1 OR NOT coalesce(open.own, true)
    OR logged.entries <> v.last_seq OR (v.archived_at IS NOT NULL AND v.open))`;
const twoLive = `SELECT customer_id FROM contacts WHERE customer_id = ANY ($1) AND live AND state <> 'ended' GROUP BY customer_id HAVING count(*) > 1`;

async function unlessRefused(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
  });
}

async function assertLegal({ contacts, customers }: World): Promise<void> {
  const bad = await client.query(illegal, [contacts.map(({ contactId }) => contactId)]);
  expect(bad.rows).toEqual([]);
  expect((await client.query(miscounted)).rows).toEqual([]);
  const ids = [customers.map(({ actor }) => actor.customerId)];
  expect((await client.query(strangeThreads, ids)).rows).toEqual([]);
  expect((await client.query(twoLive, ids)).rows).toEqual([]);
}

/** Nobody who was offered stands behind one who still waits and could have had the same agent. */
async function assertFirstCome(before: Awaited<ReturnType<typeof line>>, queueId: string): Promise<void> {
  const after = new Set((await line(queueId)).map(({ contactId }) => contactId));
  const taken = before.filter(({ contactId }) => !after.has(contactId));
  const last = taken.at(-1);
  if (!last) return;
  const ahead = before.slice(0, before.indexOf(last));
  expect(ahead.filter(({ contactId, targetAgentId }) => targetAgentId === null && after.has(contactId))).toEqual([]);
}
const line = (queueId: string) => run((tx) => tx.routing.waiting(queueId, 10_000, { withQuestions: false }));

/** A thread that goes on needs many of these in a row. */
const oftener = ['write', 'write', 'write', 'write', 'pick', 'pick', 'end', 'end', 'end'];

const someStep = fc
  .tuple(fc.constantFrom(...Object.keys(steps), ...oftener), fc.nat(40), fc.nat(40))
  .map(([name, a, b]) => ({ name, a, b }));

let channelIds: string[] = [];
async function channelsOfEachMode(): Promise<string[]> {
  if (channelIds.length === 0)
    for (const mode of ['live', 'single', 'multi'] as const)
      channelIds = [...channelIds, await addChannel(fixture, mode)];
  return channelIds;
}

async function newWorld(): Promise<World> {
  // What an earlier run has left is ended: the line and the desks of this one are its own.
  await client.query(`UPDATE contacts SET state = 'ended', ended_at = now(), end_reason = 'ended_by_system', offered_to = NULL, offered_at = NULL,
    offer_deadline = NULL WHERE state <> 'ended'`);
  await client.query(`UPDATE desks SET state = 'away', away_reason = 'chosen', open_contacts = 0, load = 0,
    kinds = '{"CHAT": 0, "VOICE_CALL": 0, "VIDEO_CALL": 0}'`);
  const agents = [];
  for (const capacity of [1, 2, 3]) agents.push(await addAgent(fixture.store, fixture.tenantId, { capacity }));
  const second = randomUUID();
  await run(async (tx) => {
    const standard = (await tx.routingSettings.queue(fixture.queueId))!;
    await tx.routingSettings.saveQueue({ ...standard, id: second, name: second, isDefault: false });
    await tx.routingSettings.saveQueue({ ...standard, overflow: { afterSeconds: 0, queueId: second } });
  });
  const customers = [];
  for (const channelId of await channelsOfEachMode()) {
    const threadIds = [randomUUID(), randomUUID()];
    customers.push({ actor: await addCustomer(fixture, channelId), threadIds });
  }
  return { agents, contacts: [], queueIds: [fixture.queueId, second], customers };
}

test('[CON1] [CON4] [ROUTE1] [THR4] whatever happens in whatever order, each contact has an owner or a place, no desk is over its capacity, and each open thread has one contact', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someStep, { minLength: 10, maxLength: 40 }), async (history) => {
      const world = await newWorld();
      for (const { name, a, b } of history) {
        const before = name === 'route' ? await line(pick(world.queueIds, a) ?? '') : null;
        await steps[name]?.(a, b)(world);
        if (before) await assertFirstCome(before, pick(world.queueIds, a) ?? '');
        await assertLegal(world);
      }
    }),
    { numRuns: 20 },
  );
});

test('[CON3] [CON4] the same at once: four histories that race end in a legal state, and every decision replays to the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(someStep, { minLength: 8, maxLength: 15 }), { minLength: 4, maxLength: 4 }),
      async (histories) => {
        const world = await newWorld();
        for (let index = 0; index < 6; index += 1) await steps.arrive?.(index, 0)(world);
        await Promise.all(
          histories.map(async (history) => {
            for (const { name, a, b } of history) await steps[name]?.(a, b)(world);
          }),
        );
        await assertLegal(world);
      },
    ),
    { numRuns: 10 },
  );
  const { decisions } = await run((tx) => tx.routing.recorded({}, { limit: 100 }));
  const own = decisions.filter(({ input }) => input !== null);
  expect(own.length).toBeGreaterThan(5);
  for (const { input, outcome, agentId } of own) expect(replayDecision(input!)).toMatchObject({ outcome, agentId });
});

test('[ROUTE1] what the decider saw may be old: an offer to whoever is no longer there for it changes nothing', async () => {
  const { agents } = await newWorld();
  const to = await addWaiting(fixture.store, fixture.tenantId);
  const [ada] = agents;
  const store = { ...fixture.store } as Fixture['store'];
  // Between the picture and the offer everybody leaves.
  const leaving = {
    ...platform,
    store: {
      ...store,
      transaction: <T>(tenantId: string, work: (tx: Transaction) => Promise<T>) =>
        store.transaction(tenantId, (tx) =>
          work(
            withRouting(tx, {
              agents: async (): Promise<RoutingAgent[]> => {
                const seen = await tx.routing.agents();
                for (const id of agents) await run((other) => other.desks.setPresence(id, 'away', 'chosen'));
                return seen;
              },
            }),
          ),
        ),
    },
  };
  expect(await routeQueue(leaving, fixture.tenantId, fixture.queueId)).toMatchObject({
    offered: 0,
    lookAgainIn: expect.any(Number),
  });
  expect(await run((tx) => tx.contacts.get(to.contactId))).toMatchObject({ state: 'waiting' });
  await run((tx) => tx.desks.setPresence(ada!, 'available', null));
  expect(await routeQueue(platform, fixture.tenantId, fixture.queueId)).toMatchObject({ offered: 1 });
});
