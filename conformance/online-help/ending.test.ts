import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, request } from '../support/http.ts';
import { Agent, newWaiting } from '../support/people.ts';
import { helpRows, inHelp } from '../support/signed.ts';
import { Socket } from '../support/socket.ts';

const ROUNDS = 25;

let agent: Agent;
beforeAll(async () => {
  agent = await Agent.signIn();
  await agent.presence('away');
});
afterAll(() => agent.leave());

const cancel = (token: string) => request('POST', '/v1/online-help/cancel', { token });

test('[F11] a customer who cancels while waiting is out of the queue, in the report with their wait, and no agent can open them', async () => {
  const waiting = await newWaiting();
  const socket = await Socket.open(waiting.token);
  await socket.ask({ t: 'subscribe', conversationId: waiting.conversationId, after: 0 });
  const inLine = async () => {
    const { queues } = await call('GET', '/v1/queues', { token: agent.token });
    return queues.some((queue: { head: { contactId: string }[] }) =>
      queue.head.some(({ contactId }) => contactId === waiting.contactId),
    );
  };
  expect(await inLine()).toBe(true);

  const answer = await cancel(waiting.token);
  expect([answer.status, answer.json.state]).toEqual([200, 'ended']);
  expect((await socket.entry(waiting.conversationId, 'contact.ended')).body.reason).toBe('cancelled_by_customer');
  expect(await helpRows(waiting.customerId)).toEqual([
    expect.objectContaining({ helpState: 'onlinehelp_cancelled_by_customer', waitTime: expect.any(Number) }),
  ]);
  expect(await inLine()).toBe(false);
  const late = await agent.pick(waiting.contactId);
  expect([late.status, late.json.error.code]).toEqual([409, 'contact_ended']);
  expect((await cancel(waiting.token)).status).toBe(200);
  expect(await inHelp(waiting.customerId)).toMatchObject({ isInHelp: false });
  await socket.close();
});

test('[F11] a cancel while it rings takes the offer away from the agent', async () => {
  const waiting = await newWaiting();
  await agent.presence('available');
  const offer = await agent.offerOf(waiting.contactId);
  expect((await cancel(waiting.token)).status).toBe(200);
  const late = await agent.accept(offer);
  expect(late.status).toBe(409);
  expect((await helpRows(waiting.customerId))[0].helpState).toBe('onlinehelp_cancelled_by_customer');
  await agent.presence('away');
});

test(`[F12] a cancel racing the agent's start has one outcome, seen alike by both, ${ROUNDS} times`, async () => {
  await agent.presence('available');
  const outcomes = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const waiting = await newWaiting();
    const socket = await Socket.open(waiting.token);
    await socket.ask({ t: 'subscribe', conversationId: waiting.conversationId, after: 0 });
    const offer = await agent.offerOf(waiting.contactId);
    // Each side is first in turn; the agent's start has more to do, so its lead grows until either has won.
    const lead = round % 2 === 0 ? 0 : round;
    const accepting = lead > 0 ? agent.accept(offer) : null;
    if (lead > 0) await new Promise((go) => setTimeout(go, lead));
    const [cancelled, accepted] = await Promise.all([cancel(waiting.token), accepting ?? agent.accept(offer)]);
    expect([cancelled.status, accepted.status].sort()).toEqual([200, 409]);

    const state = (await call('GET', '/v1/online-help', { token: waiting.token })).state;
    const [row] = await helpRows(waiting.customerId);
    if (accepted.status === 200) {
      outcomes.add('started');
      expect(cancelled.json.error.code).toBe('contact_started');
      expect([state, row.helpState]).toEqual(['active', 'onlinehelp_started']);
      await socket.entry(waiting.conversationId, 'contact.started');
      await agent.end(waiting.contactId);
    } else {
      outcomes.add('cancelled');
      expect([state, row.helpState]).toEqual(['ended', 'onlinehelp_cancelled_by_customer']);
      await socket.entry(waiting.conversationId, 'contact.ended');
    }
    // One story in the log: either it started, or it never did.
    const last = await socket.entry(waiting.conversationId, 'contact.ended');
    const kinds = socket.entries(waiting.conversationId).map((one) => one.body.kind);
    expect(kinds.filter((kind) => kind === 'contact.ended')).toHaveLength(1);
    expect(kinds.includes('contact.started')).toBe(last.body.reason === 'ended_by_agent');
    await socket.close();
  }
  await agent.presence('away');
  expect([...outcomes].sort()).toEqual(['cancelled', 'started']);
}, 120_000);

test('a customer who ends the chat is in the report as the one who did', async () => {
  const waiting = await newWaiting();
  expect((await agent.pick(waiting.contactId)).status).toBe(200);
  await call('POST', '/v1/online-help/end', { token: waiting.token });
  expect((await helpRows(waiting.customerId))[0]).toMatchObject({
    helpState: 'onlinehelp_ended_by_customer',
    agentId: agent.id,
    helpTime: expect.any(Number),
  });
});
