import { setTimeout as delay } from 'node:timers/promises';
import type { Call, CallView, Desk } from '@alongside/protocol';
import { administration, CUSTOMER } from '@alongside/telephony/testing';
import { CallEnd } from './call-end.ts';
import { must } from './calls.ts';
import type { Carrier } from './carrier.ts';
import type { Relay } from './relay.ts';
import type { Scene } from './scene.ts';

/** Beside other work; by itself a tenth of it. */
const BEGINS_MS = 40_000;

/** One company with a carrier, a relay and an agent at the desk. */
export interface Stage {
  readonly scene: Scene;
  readonly agent: Awaited<ReturnType<Scene['agent']>>;
  readonly desk: CallEnd;
  readonly carrier: Carrier;
  readonly relay: Relay;
  /** Counts callers, so that each has a number of its own. */
  callers: number;
  /** The agent was given the call, and is told how it goes on. */
  given: boolean;
}

/** A telephone calls and rings at the agent. */
export async function ringing(stage: Stage) {
  stage.callers += 1;
  const inbound = await stage.carrier.call(stage.callers);
  const callId = await until(() => offerOf(stage)?.callId, 20_000);
  if (callId === null) throw new Error('It did not ring.');
  return { inbound, callId };
}

const offerOf = ({ agent }: Stage): Desk['offers'][number] | undefined => agent.desk?.offers[0];

export async function accept(stage: Stage, callId: string): Promise<void> {
  const offer = offerOf(stage);
  if (offer?.callId !== callId) throw new Error('The offer is gone.');
  await must(stage.scene.server.url, 'POST', `/v1/contacts/${offer.contactId}/accept`, {
    token: stage.agent.token,
    body: { epoch: offer.epoch },
  });
}

/** Both sides of a telephone call are heard. */
export async function talking(stage: Stage) {
  const { callId, inbound } = await ringing(stage);
  await accept(stage, callId);
  await inbound.answered();
  inbound.ask('ACK', 1);
  await stage.desk.speak(callId);
  await begun(stage, callId);
  return { callId, inbound };
}

/** A customer in a chat calls, over the relay alone; both are heard. */
export async function relayed(stage: Stage) {
  const { scene, agent, desk } = stage;
  const { url } = scene.server;
  const { started } = await scene.customer();
  await until(() => agent.desk?.offers.length, 20_000);
  const offer = offerOf(stage);
  if (offer === undefined) throw new Error('The chat did not ring.');
  await must(url, 'POST', `/v1/contacts/${offer.contactId}/accept`, {
    token: agent.token,
    body: { epoch: offer.epoch },
  });
  const { token, conversationId } = started;
  const customer = await CallEnd.connect(url, token);
  const path = `/v1/conversations/${conversationId}/calls`;
  const { id: callId } = await must<CallView>(url, 'POST', path, { token: agent.token, body: { kind: 'voice' } });
  await must(url, 'POST', `/v1/calls/${callId}/accept`, { token });
  await Promise.all([customer.speak(callId, { relayed: true }), desk.speak(callId)]);
  await begun(stage, callId);
  if (!(await until(() => customer.heard > 0, 10_000))) throw new Error('Nothing came over the relay.');
  return { callId, customer };
}

async function begun({ desk }: Stage, callId: string): Promise<void> {
  if (!(await until(() => desk.seen.get(callId)?.view.state === 'in_progress', BEGINS_MS)))
    throw new Error(`A call did not begin: ${desk.seen.get(callId)?.view.state}.`);
}

export async function dial({ scene, agent }: Stage): Promise<string> {
  const body = { number: CUSTOMER };
  return (await must<CallView>(scene.server.url, 'POST', '/v1/calls', { token: agent.token, body })).id;
}

export const isNew = ({ carrier }: Stage, before: number, message: object): boolean =>
  carrier.peer.received.slice(before).some((one) => one.message === message);

/** Every call of the company. */
export async function records({ server }: Scene): Promise<Call[]> {
  const ask = await administration(server.demo as never);
  return ((await ask('GET', '/v1/calls?limit=100')) as unknown as { calls: Call[] }).calls;
}

/** Of a call that nobody is told of any more. null: it was still open after so long. */
export async function endOnRecord(scene: Scene, callId: string, milliseconds: number): Promise<Call | null> {
  for (const begin = performance.now(); performance.now() - begin < milliseconds; await delay(200)) {
    const record = (await records(scene)).find(({ id }) => id === callId);
    if (record?.endedAt) return record;
  }
  return null;
}

/** How often the conversation's log says that the call ended. */
export async function endsOf({ server }: Scene, record: Call | undefined): Promise<number> {
  if (record === undefined || record.conversationId === null) return 0;
  const ask = await administration(server.demo as never);
  const { entries } = (await ask(
    'GET',
    `/v1/conversations/${record.conversationId}/entries?after=0&limit=100`,
  )) as unknown as {
    entries: { body: { kind: string; callId?: string } }[];
  };
  return entries.filter(({ body }) => body.kind === 'call.ended' && body.callId === record.id).length;
}

/** What is true within the time; null: it never was. */
export async function until<T>(look: () => T | null | undefined | false | 0, milliseconds: number): Promise<T | null> {
  for (const begin = performance.now(); performance.now() - begin < milliseconds; await delay(20)) {
    const found = look();
    if (found) return found;
  }
  return null;
}
