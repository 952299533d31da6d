import { setTimeout as delay } from 'node:timers/promises';
import { inDatabase, readStore } from '../src/collect.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';

/** Longer than the grace of 20 s with the sweep behind it. */
const LONGEST = 45_000;
const HELD = { small: 3, ci: 3, full: 100 };
const REQUEUED = 'contact.requeued';

export const agentLost: Row = {
  id: 'F17',
  lane: 'waits',
  fault: "an agent's socket breaks and comes back, then is gone for good; the late agent writes on",
  minutes: 2,
  async run({ size, scene: open }) {
    const scene = await open();
    const agent = await scene.agent(0, false);
    await inDatabase(scene.store, (client) => client.query('UPDATE desks SET capacity = 1000'));
    const held = [];
    for (let n = 0; n < HELD[size]; n += 1) {
      const { client, started } = await scene.customer();
      await scene.pick(agent, started);
      held.push({ client, started });
      await agent.say(started.conversationId, 'here I am').answered;
    }
    // Came later than all of them, and is to be behind them afterwards.
    const later = (await scene.customer()).started.contactId;
    const requeued = async () => (await readStore(scene.store)).rows.filter(({ kind }) => kind === REQUEUED).length;
    agent.drop();
    await delay(3_000);
    const soon = await requeued();

    const lost = performance.now();
    agent.hide();
    let back = 0;
    while (back < held.length && performance.now() - lost < LONGEST + 5_000) {
      await delay(500);
      back = await requeued();
    }
    const after = Math.round(performance.now() - lost);
    const behind = await behindHowMany(scene.store, later);
    // Another agent takes them over; the first one comes back with what was written in the dark.
    const other = await scene.agent(1, false);
    for (const { started } of held) await scene.pick(other, started);
    const late = held.map(({ started }) => agent.say(started.conversationId, 'a late word').answered);
    agent.show();
    const answers = await Promise.all(late);
    for (const { started } of held) await other.say(started.conversationId, 'I am with you now').answered;
    const refused = answers.filter((answer) => answer.kind === 'refused' && answer.code === 'not_owner').length;
    const told = held.filter(({ client, started }) =>
      (client.logs.get(started.conversationId)?.kinds ?? new Set()).has(REQUEUED),
    ).length;
    const { figures, violations } = await scene.judge();
    return {
      figures: {
        ...figuresOf(figures),
        'put back after ms': after,
        'put back at the front': behind,
        'late words refused': refused,
      },
      violations: [
        ...violations,
        ...goal(soon === 0, `${soon} contacts were put back within the grace`),
        ...goal(back === held.length && after <= LONGEST, `${back} of ${held.length} were put back after ${after} ms`),
        ...goal(behind === held.length, `only ${behind} of ${held.length} stand before one who came later`),
        ...goal(told === held.length, `${told} of ${held.length} customers were told`),
        ...goal(refused === held.length, `${refused} of ${held.length} late words were refused as not_owner`),
      ],
    };
  },
};

/** How many of those who wait stand before this contact. */
const behindHowMany = (where: Parameters<typeof inDatabase>[0], contactId: string): Promise<number> =>
  inDatabase(where, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM contacts c JOIN contacts l ON l.id = $1 AND l.queue_id = c.queue_id
       WHERE c.state = 'waiting' AND (c.priority, l.place_at, l.id) > (l.priority, c.place_at, c.id)`,
      [contactId],
    );
    return rows[0]?.count ?? 0;
  });
