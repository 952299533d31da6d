import { setTimeout as delay } from 'node:timers/promises';
import { readStore } from '../src/collect.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';

/** Longer than the grace of 20 s with the sweep behind it. */
const LONGEST = 45_000;
const REQUEUED = 'contact.requeued';

export const agentLost: Row = {
  id: 'F17',
  fault: "an agent's socket breaks and comes back, then is gone for good; the late agent writes on",
  async run({ scene: open }) {
    const scene = await open();
    const agent = await scene.agent(0, false);
    const held = [];
    for (let n = 0; n < 3; n += 1) {
      const { client, started } = await scene.customer();
      await scene.pick(agent, started);
      held.push({ client, started });
      await agent.say(started.conversationId, 'here I am').answered;
    }
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
    // Another agent takes them over; the first one comes back with what was written in the dark.
    const other = await scene.agent(1, false);
    for (const { started } of held) await scene.pick(other, started);
    const late = held.map(({ started }) => agent.say(started.conversationId, 'a late word').answered);
    agent.show();
    const answers = await Promise.all(late);
    for (const { started } of held) await other.say(started.conversationId, 'I am with you now').answered;
    const refused = answers.filter((answer) => answer.kind === 'refused' && answer.code === 'not_owner').length;
    const { figures, violations } = await scene.judge();
    return {
      figures: { ...figuresOf(figures), 'put back after ms': after, 'late words refused': refused },
      violations: [
        ...violations,
        ...goal(soon === 0, `${soon} contacts were put back within the grace`),
        ...goal(back === held.length && after <= LONGEST, `${back} of ${held.length} were put back after ${after} ms`),
        ...goal(refused === held.length, `${refused} of ${held.length} late words were refused as not_owner`),
      ],
    };
  },
};
