import { setTimeout as delay } from 'node:timers/promises';
import type { Call, CallView, Started } from '@alongside/protocol';
import { CallEnd } from '../src/call-end.ts';
import { call, must } from '../src/calls.ts';
import { childOf } from '../src/process-facts.ts';
import { goal, type Row } from '../src/row.ts';
import type { Scene } from '../src/scene.ts';

/** Calls that are up at each kill, and kills. */
const SIZES = {
  small: { calls: 10, rounds: 1 },
  ci: { calls: 10, rounds: 1 },
  full: { calls: 20, rounds: 4 },
};
/** Of the catalogue: nothing may be left of a call by then. */
const LOOK_AFTER_MS = { small: 5_000, ci: 10_000, full: 60_000 };
const NEXT_WORKS_MS = 5_000;
/** After the server died, whose calls end with it: a host is missed after ten seconds. */
const CLOSED_MS = 30_000;
const PATIENCE_MS = 30_000;

interface Talk {
  readonly started: Started;
  customer: CallEnd;
  callId: string;
}

export const engineKilled: Row = {
  id: 'F29',
  minutes: 6,
  lane: 'waits',
  interfaces: 'needs',
  fault: 'kill -9 of the media process, and once of the server, with calls up',
  async run({ size, scene: open }) {
    const { calls, rounds } = SIZES[size];
    const scene = await open();
    const agent = await scene.agent(0, false);
    await makeRoom(scene, agent.id, calls);
    let desk = await CallEnd.connect(scene.server.url, agent.token);
    const talks: Talk[] = [];
    const told: number[] = [];
    const next: number[] = [];
    const wrong: string[] = [];
    let zombies = 0;
    let closedMs = 0;
    try {
      for (let n = 0; n < calls; n += 1) {
        const talk = await begin(scene, agent);
        talks.push(talk);
        await again(scene, desk, agent.token, talk);
      }
      for (let round = 0; round < rounds; round += 1) {
        const callIds = talks.map(({ callId }) => callId);
        const killed = performance.now();
        process.kill(childOf(scene.server.pid, 'media-process.js'), 'SIGKILL');
        for (const { customer, callId } of talks) {
          const ended = await until(() => seenAs(customer, callId, 'ended'));
          if (ended?.endReason !== 'engine_lost' || !ended.me.permissions.retry)
            wrong.push(`a customer was told ${ended?.endReason ?? 'nothing'}`);
          told.push((customer.seen.get(callId)?.at ?? Number.POSITIVE_INFINITY) - killed);
        }
        // The next call, in the place of the first.
        await again(scene, desk, agent.token, talks[0]!);
        next.push(performance.now() - killed);
        for (const talk of talks.slice(1)) await again(scene, desk, agent.token, talk);
        await delay(LOOK_AFTER_MS[size]);
        const open = new Set(
          (await must<{ calls: CallView[] }>(scene.server.url, 'GET', '/v1/my-calls', agent)).calls.map(({ id }) => id),
        );
        zombies += callIds.filter((id) => open.has(id)).length;
        for (const id of callIds) {
          const { endReason, endedAt } = await must<Call>(scene.server.url, 'GET', `/v1/calls/${id}`, agent);
          if (endReason !== 'engine_lost' || endedAt === null) wrong.push(`a record says ${endReason}`);
        }
        for (const { started, callId } of talks) {
          const ends = await endsOf(scene, agent.token, started);
          if (ends.length !== new Set(ends).size || ends.includes(callId))
            wrong.push('a call was closed more than once, or not at all');
        }
      }
      closedMs = await serverDies(scene, agent.token, talks, wrong);
      await Promise.all([desk, ...talks.map(({ customer }) => customer)].map((end) => end.close()));
      const [first] = talks as [Talk];
      desk = await CallEnd.connect(scene.server.url, agent.token);
      first.customer = await CallEnd.connect(scene.server.url, first.started.token);
      await again(scene, desk, agent.token, first);
    } finally {
      await Promise.all([desk, ...talks.map(({ customer }) => customer)].map((end) => end.close()));
    }
    const [worst, slowest] = [Math.max(...told), Math.max(...next)];
    return {
      figures: {
        'calls that were killed': calls * rounds,
        'last one told, worst ms': Math.round(worst),
        'next call heard, worst ms': Math.round(slowest),
        zombies,
        'server killed: records closed after ms': Math.round(closedMs),
      },
      violations: [
        ...wrong.map((what) => ({ rule: 'goal' as const, what })),
        ...goal(zombies === 0, `${zombies} calls were still open`),
        ...goal(closedMs <= CLOSED_MS, `after the server's death calls were open for ${Math.round(closedMs)} ms`),
        ...goal(slowest <= NEXT_WORKS_MS, `the next call was heard after ${Math.round(slowest)} ms`),
      ],
    };
  },
};

/** One agent for all of them: calls weigh one, and the agent may have many. */
async function makeRoom({ server: { url, demo } }: Scene, agentId: string, calls: number): Promise<void> {
  const body = { tenant: demo.tenant.domain, ...demo.admin, transport: 'bearer' };
  const { token = '' } = await must<{ token?: string }>(url, 'POST', '/v1/agent/sign-in', { body });
  await must(url, 'PUT', '/v1/contact-weights', { token, body: { CHAT: 1, VOICE_CALL: 1, VIDEO_CALL: 1 } });
  await must(url, 'PATCH', `/v1/agent-settings/${agentId}`, { token, body: { capacity: calls + 2 } });
}

/** A customer in a chat, connected, and in no call yet. */
async function begin(scene: Scene, agent: Parameters<Scene['pick']>[0]): Promise<Talk> {
  const { started } = await scene.customer();
  await scene.pick(agent, started);
  return { started, customer: await CallEnd.connect(scene.server.url, started.token), callId: '' };
}

/** The customer calls, the agent answers; resolves when both are heard. */
async function again(scene: Scene, desk: CallEnd, token: string, talk: Talk): Promise<void> {
  const { url } = scene.server;
  const path = `/v1/conversations/${talk.started.conversationId}/calls`;
  const { id } = await must<CallView>(url, 'POST', path, { token: talk.started.token, body: { kind: 'voice' } });
  talk.callId = id;
  await must(url, 'POST', `/v1/calls/${id}/accept`, { token });
  const [before, deskBefore] = [talk.customer.heard, desk.heard];
  await Promise.all([talk.customer.speak(id), desk.speak(id)]);
  const heard = await until(
    () => seenAs(talk.customer, id, 'in_progress') && talk.customer.heard > before && desk.heard > deskBefore,
  );
  if (!heard) throw new Error('A call did not come about.');
}

/** The media process ends with the server that started it, and all calls with both: each record is closed once. Returns when the last one was, after the kill. */
async function serverDies(scene: Scene, token: string, talks: readonly Talk[], wrong: string[]): Promise<number> {
  const { server } = scene;
  const killed = performance.now();
  await server.kill();
  await server.start();
  let closed = 0;
  for (const { started, callId } of talks) {
    const isOver = async () =>
      (await must<Call>(server.url, 'GET', `/v1/calls/${callId}`, { token })).endReason === 'engine_lost';
    while (!(await isOver())) {
      if (performance.now() - killed > 2 * CLOSED_MS) return Number.POSITIVE_INFINITY;
      await delay(50);
    }
    closed = performance.now() - killed;
    const ends = await endsOf(scene, token, started);
    if (ends.filter((id) => id === callId).length !== 1 || ends.length !== new Set(ends).size)
      wrong.push("after the server's death a call was not closed once");
  }
  return closed;
}

const seenAs = (end: CallEnd, callId: string, state: CallView['state']): CallView | null => {
  const view = end.seen.get(callId)?.view;
  return view?.state === state ? view : null;
};

/** What is true within the time; null: it never was. */
async function until<T>(look: () => T | null | false): Promise<T | null> {
  for (const begun = performance.now(); performance.now() - begun < PATIENCE_MS; await delay(10)) {
    const found = look();
    if (found) return found;
  }
  return null;
}

/** The calls whose end the conversation's log holds, each as often as it does. */
async function endsOf({ server: { url } }: Scene, token: string, { conversationId }: Started): Promise<string[]> {
  const { body } = await call<{ entries: { body: { kind: string; callId?: string } }[] }>(
    url,
    'GET',
    `/v1/conversations/${conversationId}/entries?after=0&limit=100`,
    { token },
  );
  return body.entries.flatMap((entry) => (entry.body.kind === 'call.ended' ? [entry.body.callId ?? ''] : []));
}
