import { expect, test } from 'vitest';
import { picture, pictureOf, speaking, startCallServer } from '../testing/call-scene.ts';
import { call, signIn, startHelp } from '../testing/client.ts';
import { accept, availableAgent } from '../testing/scene.ts';
import { connect } from '../testing/socket.ts';
import type { TestServer } from '../testing/start-test-server.ts';

/** Help of kind voice that rings at an agent, and both have joined already. */
async function standingBy(server: TestServer) {
  const agent = await availableAgent(server);
  const started = await startHelp(server, undefined, { helpType: 'VOICE_CALL' });
  const customer = await connect(server, started.token);
  const { desk } = await agent.socket.frame('desk', ({ desk: seen }) => seen.offers.length > 0);
  const { callId = '', epoch, callKind } = desk.offers[0]!;
  expect(callKind).toBe('voice');
  await picture(customer, ({ state }) => state === 'ringing', 'it to ring');
  const join = async (socket: typeof customer) => {
    expect((await socket.request({ t: 'call.join', callId })).ok).toBe(true);
    return (await socket.frame('call.joined')).partyId;
  };
  const [customerId, agentId] = [await join(customer), await join(agent.socket)];
  return { agent, started, customer, callId, epoch, customerId, agentId };
}

test('[CALL3] [CALL6] connections are made while it rings; nothing flows before the answer, and the answer changes the routes alone', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const { agent, started, customer, callId, customerId, agentId } = await standingBy(server);
  const session = media.sessions.get(callId)!;
  const legs = new Map(session.legs);
  expect([...legs.keys()].sort()).toEqual([customerId, agentId].sort());
  expect(media.heard(callId)).toEqual([]);
  const lines = (socket: typeof customer) =>
    socket.frames.flatMap((frame) => (frame.t === 'call.offer' ? [frame.streams.map(({ partyId }) => partyId)] : []));
  await expect.poll(() => lines(customer).at(-1)).toContain(agentId);
  expect(pictureOf(customer)).toMatchObject({ state: 'ringing', parties: [{ role: 'customer' }] });
  const colleague = await connect(server, (await signIn(server, server.demo.agents[1]!)).token);
  expect((await colleague.refused({ t: 'call.join', callId })).code).toBe('call_gone');

  const offered = lines(customer).length;
  await accept(server, agent, started.contactId);
  const answered = await picture(customer, ({ state }) => state === 'connecting', 'the answer');
  expect(answered.parties.find(({ role }) => role === 'agent')?.id).toBe(agentId);
  await expect.poll(() => media.heard(callId)).toHaveLength(2);
  expect(media.sessions.get(callId)).toBe(session);
  expect([...session.legs]).toEqual([...legs]);
  expect(lines(customer).length).toBe(offered);
  for (const partyId of [customerId, agentId]) media.flow(callId, partyId);
  await picture(agent.socket, ({ state }) => state === 'in_progress', 'it to begin');
});

test('an agent who does not take the call loses what was connected ahead, and it may be made again where it rings next', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const { agent, started, customer, callId, epoch, customerId, agentId } = await standingBy(server);
  const other = await availableAgent(server, 1);
  const declined = await call(server, 'POST', `/v1/contacts/${started.contactId}/decline`, {
    token: agent.token,
    body: { epoch },
  });
  expect(declined.status).toBe(204);
  const { desk } = await other.socket.frame('desk', ({ desk: seen }) => seen.offers.length > 0);
  await expect.poll(() => [...(media.sessions.get(callId)?.legs.keys() ?? [])]).not.toContain(agentId);
  expect((await agent.socket.refused({ t: 'call.join', callId })).code).toBe('call_gone');
  expect((await other.socket.request({ t: 'call.join', callId: desk.offers[0]?.callId })).ok).toBe(true);
  const { partyId } = await other.socket.frame('call.joined');
  expect(partyId).not.toBe(agentId);
  await accept(server, other, started.contactId);
  await expect.poll(() => media.heard(callId)).toEqual([`${customerId}>${partyId}`, `${partyId}>${customerId}`].sort());
  expect(pictureOf(customer)?.state).toBe('connecting');
});

test('[CALL7] an engine that dies while it rings ends nothing: the customer waits on, is answered, and both join anew', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const { agent, started, customer, callId } = await standingBy(server);
  media.kill();
  await accept(server, agent, started.contactId);
  await picture(customer, ({ state }) => state === 'connecting', 'the answer');
  await speaking(media, { started, customer, agent, callId });
  const { entries } = (
    await call<{ entries: { body: { kind: string } }[] }>(
      server,
      'GET',
      `/v1/conversations/${started.conversationId}/entries?after=0&limit=100`,
      { token: started.token },
    )
  ).body;
  expect(entries.map(({ body }) => body.kind)).not.toContain('call.ended');
});
