import type { ContactChange, Transaction } from '@alongside/domain';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, addWaiting, createFixture, type Fixture, many, type Started } from '../testing/fixture.ts';

let fixture: Fixture;
let client: pg.Client;
beforeAll(async () => {
  fixture = await createFixture({ poolSize: 20 });
  client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [fixture.tenantId]);
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.inTransaction(work);
const agent = (options?: { capacity?: number }) => addAgent(fixture.store, fixture.tenantId, options);
const waiting = (options?: { customerNumber?: string }) => addWaiting(fixture.store, fixture.tenantId, options);

/** Offers as the router does: the contact first, then the slot. */
async function offered(to: Started, agentId: string, seconds = 60): Promise<number> {
  return run(async (tx) => {
    const change = await tx.contacts.offer(to.contactId, agentId, seconds);
    if (change === null || !(await tx.desks.takeSlot(agentId))) throw new Error('The offer was not to be made.');
    return change.offerEpoch;
  });
}

/** Moves a deadline into the past, as time would. */
const expire = (to: Started) =>
  client.query(`UPDATE contacts SET offer_deadline = clock_timestamp() WHERE id = $1`, [to.contactId]);

const winners = <T>(results: readonly (T | null)[]): T[] => results.filter((result) => result !== null);

const rounds = 200;

test('[CON3] 20 agents pick one contact at once, 200 times: exactly one winner each', async () => {
  const agents = await many(20, () => agent({ capacity: 1000 }));
  const results = await many(rounds, async () => {
    const to = await waiting();
    const picks = await Promise.all(agents.map((id) => run((tx) => tx.contacts.pick(to.contactId, id))));
    const [winner] = winners(picks);
    const contact = await run((tx) => tx.contacts.get(to.contactId));
    return { count: winners(picks).length, agrees: contact?.owner?.id === winner?.ownerId };
  });
  expect(results).toEqual(Array.from({ length: rounds }, () => ({ count: 1, agrees: true })));
});

test('[CON3] [CON7] accept, cancel, time-out and pick at once, 200 times: one outcome that all see', async () => {
  const [ada, bob] = [await agent({ capacity: 1000 }), await agent({ capacity: 1000 })];
  const outcomes = new Map<string, number>();
  await many(rounds, async (round) => {
    const to = await waiting();
    const epoch = await offered(to, ada);
    if (round % 4 === 0) await expire(to);
    const attempts: [string, (tx: Transaction) => Promise<ContactChange | null>][] = [
      ['accepted', (tx) => tx.contacts.accept(to.contactId, ada, epoch)],
      ['cancelled', (tx) => tx.contacts.cancel(to.contactId, 'cancelled_by_customer')],
      ['picked', (tx) => tx.contacts.pick(to.contactId, bob)],
      ['withdrawn', (tx) => tx.contacts.withdrawOffer(to.contactId, epoch, 0)],
    ];
    // In turning order, so that each comes first sometimes.
    const turned = attempts.map((_, index) => attempts[(index + round) % attempts.length]!);
    const results = await Promise.all(turned.map(async ([name, attempt]) => ({ name, change: await run(attempt) })));
    const won = results.filter(({ change }) => change !== null).map(({ name }) => name);
    const contact = (await run((tx) => tx.contacts.get(to.contactId)))!;
    const conversation = (await run((tx) => tx.log.conversation(to.conversationId)))!;
    // A withdrawn offer waits again, and may then be picked or cancelled: then exactly one of these two won as well.
    const last = won.filter((name) => name !== 'withdrawn');
    expect(last.length).toBeLessThanOrEqual(1);
    if (last.length === 0) expect(won).toEqual(['withdrawn']);
    if (last[0] === 'accepted') expect(won).toEqual(['accepted']);
    const outcome = last[0] ?? 'withdrawn';
    expect({
      state: contact.state,
      owner: contact.owner?.id ?? null,
      open: conversation.open,
      fence: conversation.ownerId,
    }).toEqual(
      {
        accepted: { state: 'active', owner: ada, open: true, fence: ada },
        picked: { state: 'active', owner: bob, open: true, fence: bob },
        cancelled: { state: 'ended', owner: null, open: false, fence: null },
        withdrawn: { state: 'waiting', owner: null, open: true, fence: null },
      }[outcome],
    );
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  });
  // The race was one: no single attempt always won.
  expect(outcomes.size).toBeGreaterThanOrEqual(2);
});

test('[CON4] 50 contacts reach at once for an agent with capacity 3: three get a slot, and the count never passes three', async () => {
  const ada = await agent({ capacity: 3 });
  const contacts = await many(50, () => waiting());
  const taken = await Promise.all(
    contacts.map((to) =>
      run(async (tx) => {
        if ((await tx.contacts.pick(to.contactId, ada)) === null) throw new Error('Nobody else picks.');
        if (!(await tx.desks.takeSlot(ada))) throw new Error('at capacity');
        return true;
      }).catch((error: Error) => {
        if (error.message !== 'at capacity') throw error;
        return false;
      }),
    ),
  );
  expect(taken.filter(Boolean)).toHaveLength(3);
  expect(await run((tx) => tx.desks.presence(ada))).toMatchObject({ openContacts: 3, capacity: 3 });
  expect(await run((tx) => tx.desks.held(ada))).toHaveLength(3);
  // The constraint stands behind the conditional update.
  await expect(
    client.query('UPDATE desks SET open_contacts = open_contacts + 1 WHERE agent_id = $1', [ada]),
  ).rejects.toMatchObject({ code: '23514', constraint: 'within_capacity' });
});

test('a transaction that runs into a deadlock is repeated, and tells its hints once', async () => {
  const [first, second] = [await waiting(), await waiting()];
  const note = { kind: 'note', text: 'x' } as const;
  const system = { kind: 'system', id: null, name: '' } as const;
  let tries = 0;
  let met: (() => void) | null = null;
  // Both hold their first row before either asks for its second.
  const meeting = new Promise<void>((resolve) => {
    let waitingFor = 2;
    met = () => {
      waitingFor -= 1;
      if (waitingFor === 0) resolve();
    };
  });
  const crossing = (from: Started, then: Started) =>
    run(async (tx) => {
      tries += 1;
      await tx.log.append(from.conversationId, system, note, 'agents');
      met?.();
      await meeting;
      await tx.log.append(then.conversationId, system, note, 'agents');
    });
  fixture.bus.hints.length = 0;
  await Promise.all([crossing(first, second), crossing(second, first)]);
  // The one that gave way may take its row again before the other wakes up: then they cross once more.
  expect(tries).toBeGreaterThanOrEqual(3);
  const told = fixture.bus.hints.flatMap((hint) => (hint.kind === 'entries' ? [...hint.entries] : []));
  expect(told).toHaveLength(4);
  for (const { conversationId } of [first, second]) {
    expect((await run((tx) => tx.log.page(conversationId, { limit: 10 }))).map((entry) => entry.seq)).toEqual([1, 2]);
  }
});
