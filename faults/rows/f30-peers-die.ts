import type { CallView } from '@alongside/protocol';
import { freePort, openTelephones } from '@alongside/telephony/testing';
import { CallEnd } from '../src/call-end.ts';
import {
  accept,
  dial,
  endOnRecord,
  endsOf,
  isNew,
  records,
  relayed,
  ringing,
  type Stage,
  talking,
  until,
} from '../src/call-stage.ts';
import { must } from '../src/calls.ts';
import { Carrier } from '../src/carrier.ts';
import { openRelay, type Relay } from '../src/relay.ts';
import { goal, type Row } from '../src/row.ts';

const ROUNDS = { small: 1, ci: 1, full: 3 };
/** Each with a server, a carrier and a relay of its own; they mostly wait. */
const AT_ONCE = { small: 1, ci: 1, full: 3 };
const RESTORED_MS = 10_000;
/** Of the catalogue: by then nothing may be left of a call. */
const OVER_MS = 60_000;

/** What a peer did; answers with the call that it did it to. */
type Act = (stage: Stage) => Promise<string>;

const acts: Readonly<Record<string, Act>> = {
  'ACK lost': async (stage) => {
    const { callId, inbound } = await ringing(stage);
    await accept(stage, callId);
    await inbound.answered();
    // Our side gives the dialog up by itself.
    const bye = await stage.carrier.request('BYE', (request) => request.callId === inbound.invite.callId);
    if (bye !== null) stage.carrier.peer.reply(bye, 200);
    return callId;
  },
  'INVITE doubled': async (stage) => {
    const { callId, inbound } = await ringing(stage);
    for (let copy = 0; copy < 3; copy += 1) stage.carrier.peer.send(stage.carrier.peer.write(inbound.invite));
    await accept(stage, callId);
    stage.carrier.peer.send(stage.carrier.peer.write(inbound.invite));
    await inbound.answered();
    inbound.ask('ACK', 1);
    inbound.ask('BYE', 2);
    return callId;
  },
  'CANCEL against the answer': async (stage) => {
    const { callId, inbound } = await ringing(stage);
    const accepted = accept(stage, callId);
    stage.carrier.peer.ask('CANCEL', inbound.invite);
    // Who was not given the call is told of its offer's end alone.
    stage.given = await accepted.then(
      () => true,
      () => false,
    );
    // Whichever came first: a refusal is confirmed, an answer is confirmed and hung up.
    const refused = stage.carrier.response(487, inbound.invite);
    const first = await Promise.race([refused, inbound.answered()]);
    inbound.ask('ACK', 1);
    if (first?.status === 200) inbound.ask('BYE', 2);
    return callId;
  },
  'BYE from both': async (stage) => {
    const { callId, inbound } = await talking(stage);
    inbound.ask('BYE', 2);
    await must(stage.scene.server.url, 'POST', `/v1/calls/${callId}/end`, { token: stage.agent.token }).catch(() => {});
    return callId;
  },
  '408 to a call out': async (stage) => {
    const before = stage.carrier.peer.received.length;
    const id = await dial(stage);
    const invite = await stage.carrier.request('INVITE', (request) => isNew(stage, before, request));
    if (invite !== null) stage.carrier.peer.reply(invite, 408);
    return id;
  },
  'relay killed, the customer comes another way': async (stage) => {
    const { callId, customer } = await relayed(stage);
    await stage.relay.kill();
    const killed = performance.now();
    await customer.fallSilent();
    const deskBefore = stage.desk.heard;
    await customer.speak(callId);
    if (!(await until(() => customer.heard > 0 && stage.desk.heard > deskBefore, RESTORED_MS)))
      throw new Error('Nothing was heard again.');
    restored.push(performance.now() - killed);
    await must(stage.scene.server.url, 'POST', `/v1/calls/${callId}/end`, { token: stage.agent.token });
    await customer.close();
    return callId;
  },
  'relay killed, nobody comes back': async (stage) => {
    const { callId, customer } = await relayed(stage);
    await stage.relay.kill();
    await customer.fallSilent();
    await customer.close();
    return callId;
  },
  'carrier dead in a call': async (stage) => {
    const { callId } = await talking(stage);
    await stage.carrier.die();
    return callId;
  },
  'carrier dead before a call out': async (stage) => {
    await stage.carrier.die();
    return dial(stage);
  },
};
let restored: number[] = [];
const causes = new Map<string, string>();

export const peersDie: Row = {
  id: 'F30',
  minutes: 6,
  lane: 'waits',
  interfaces: 'needs',
  fault: 'a carrier that loses, doubles and crosses messages, says 408 or dies; SIGKILL of the relay under a call',
  async run({ size, progress, scene: open }) {
    const wrong: string[] = [];
    const over: number[] = [];
    restored = [];
    let zombies = 0;
    let calls = 0;
    const all = Object.entries(acts);
    const left = Array.from({ length: ROUNDS[size] }, () => all).flat();
    const planned = left.length;
    const play = async (name: string, act: Act, relay: Relay) => {
      const sip = await freePort();
      const scene = await open({ env: { ...relay.env, ALONGSIDE_SIP: `udp:127.0.0.1:${sip}` } });
      const carrier = await Carrier.open(sip);
      const agent = await scene.agent(0);
      const desk = await CallEnd.connect(scene.server.url, agent.token);
      try {
        await openTelephones(scene.server.demo as never, carrier.peer.port);
        const stage: Stage = { scene, agent, desk, carrier, relay, callers: 0, given: true };
        const callId = await act(stage);
        const done = performance.now();
        const ended = stage.given
          ? await until(() => desk.seen.get(callId)?.view.state === 'ended', OVER_MS)
          : await endOnRecord(scene, callId, OVER_MS);
        over.push(performance.now() - done);
        calls += 1;
        const found = await records(scene);
        const record = found.find(({ id }) => id === callId);
        if (!ended || record?.endedAt === null || record === undefined) {
          zombies += 1;
          const seen = desk.seen.get(callId)?.view.state ?? 'nothing';
          wrong.push(`${name}: the agent saw ${seen}; the record: ${record?.state} ${record?.endReason ?? ''}`);
        } else if (record.endReason === null) wrong.push(`${name}: it ended without a cause`);
        if (found.length !== 1) wrong.push(`${name}: ${found.length} records of one call`);
        const mine = await must<{ calls: CallView[] }>(scene.server.url, 'GET', '/v1/my-calls', agent);
        if (mine.calls.some(({ state }) => state !== 'ended')) zombies += 1;
        const ends = await endsOf(scene, record);
        if (ends > 1) wrong.push(`${name}: its end stands ${ends} times in the log`);
        causes.set(name, record?.endReason ?? 'none');
      } catch (error) {
        const [record] = await records(scene).catch(() => []);
        wrong.push(`${name}: ${(error as Error).message} The record: ${record?.state} ${record?.endReason ?? ''}`);
      } finally {
        await desk.close();
        await carrier.die();
        await scene.server.kill();
      }
    };
    /** False: there is no relay to be had here. */
    const work = async (): Promise<boolean> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const [name, act] = next;
        const relay = await openRelay();
        if (relay === null) return false;
        try {
          await play(name, act, relay);
        } finally {
          await relay.close();
        }
        progress(planned - left.length, planned, name);
      }
      return true;
    };
    const workers = await Promise.all(Array.from({ length: AT_ONCE[size] }, work));
    if (workers.includes(false))
      return { figures: {}, violations: [], skipped: 'there is no turnserver, or no address but loopback' };
    const slowest = Math.round(Math.max(0, ...restored));
    return {
      figures: {
        calls,
        'restored by another way, worst ms': slowest,
        'ended after its peer did the last of it, worst ms': Math.round(Math.max(0, ...over)),
        zombies,
        causes: [...causes].map(([name, cause]) => `${name}: ${cause}`).join(', '),
      },
      violations: [
        ...wrong.map((what) => ({ rule: 'goal' as const, what })),
        ...goal(zombies === 0, `${zombies} calls were still open`),
        ...goal(slowest <= RESTORED_MS, `a call was restored after ${slowest} ms`),
      ],
    };
  },
};
