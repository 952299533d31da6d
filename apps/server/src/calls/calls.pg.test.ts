import type { Call, CallView, OnlineHelpStatus } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { call, signIn, startHelp } from '../testing/client.ts';
import { accept, availableAgent, talking } from '../testing/scene.ts';
import { connect } from '../testing/socket.ts';
import { calledBy, calling, picture, pictureOf, speaking, startCallServer, verb } from '../testing/call-scene.ts';

const history = async (server: Parameters<typeof call>[0], token: string, callId: string) =>
  (await call<Call>(server, 'GET', `/v1/calls/${callId}`, { token })).body;

test('[CALL5] help of kind VOICE_CALL waits and rings like any other; accepting answers the call, both are heard, one hang-up ends both', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const talk = await calling(server);
  const { customer, agent, callId, started } = talk;
  const ringing = customer.frames.flatMap((frame) => (frame.t === 'call.state' ? [frame.call.state] : []));
  expect(ringing).toContain('ringing');
  const parties = await speaking(media, talk);
  expect(media.heard(callId)).toEqual(
    [`${parties.customerId}>${parties.agentId}`, `${parties.agentId}>${parties.customerId}`].sort(),
  );
  expect(media.sessions.get(callId)?.audio).toBe('opus');

  const published = await customer.request({ t: 'call.publish', callId, sdp: 'mine', screens: [] });
  expect(published.ok).toBe(true);
  expect((await customer.frame('call.published')).sdp).toBe('fake answer to mine');
  const offer = await customer.frame('call.offer', ({ streams }) => streams.some(({ kind }) => kind === 'audio'));
  expect(offer.streams[0]?.partyId).toBe(parties.agentId);
  customer.send({ t: 'call.answer', callId, negotiation: offer.negotiation, sdp: 'yes' });
  customer.send({ t: 'call.facts', callId, muted: true, camera: false, screen: false });
  await picture(
    agent.socket,
    ({ parties: seen }) => seen.some(({ role, muted }) => role === 'customer' && muted),
    'mute',
  );

  const ended = await verb(server, started.token, 'POST', `/v1/calls/${callId}/end`);
  expect(ended.body).toMatchObject({ state: 'ended', endedBy: 'customer', endReason: 'hung_up', missedReason: null });
  await picture(agent.socket, ({ state }) => state === 'ended', 'the end');
  const again = await verb(server, agent.token, 'POST', `/v1/calls/${callId}/end`);
  expect(again.body).toMatchObject({ state: 'ended', endedBy: 'customer' });
  await expect.poll(() => media.sessions.has(callId)).toBe(false);
  const help = await call<OnlineHelpStatus>(server, 'GET', '/v1/online-help', { token: started.token });
  expect(help.body).toMatchObject({ state: 'ended', endReason: 'ended_by_customer' });
  const stored = await history(server, agent.token, callId);
  expect(stored).toMatchObject({
    kind: 'voice',
    direction: 'inbound',
    endReason: 'hung_up',
    callUseType: 'online_help',
  });
  expect(stored.callCode).toMatch(/^\d{14}-[A-Z]{5}-\d{6}$/);
  expect(stored.legs.map(({ role }) => role)).toEqual(['customer', 'agent']);
  const kinds = await entryKinds(server, started);
  expect(kinds).toEqual(['contact.requested', 'contact.started', 'call.started', 'call.ended', 'contact.ended']);
});

test('[CALL1] both hang up at once, with an engine that dies: one close, one entry', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const agent = await availableAgent(server);
  for (let round = 0; round < 5; round += 1) {
    const talk = await calledBy(server, agent);
    await speaking(media, talk);
    const { callId, started } = talk;
    const end = (token: string) => verb(server, token, 'POST', `/v1/calls/${callId}/end`);
    const ends = Promise.all([end(started.token), end(agent.token), end(started.token), end(agent.token)]);
    media.kill();
    const answers = await ends;
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await picture(talk.customer, ({ state }) => state === 'ended', 'the end');
    expect((await entryKinds(server, started)).filter((kind) => kind === 'call.ended')).toHaveLength(1);
    const reasons = new Set(answers.map(({ body }) => `${body.endedBy} ${body.endReason}`));
    expect(reasons.size).toBe(1);
    await call(server, 'POST', `/v1/contacts/${started.contactId}/end`, { token: agent.token, body: { wrapUp: '' } });
  }
});

test('[CALL7] the engine dies with ten calls: ten records closed once, the next call works', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const administrator = (await signIn(server, server.demo.admin)).token;
  await call(server, 'PUT', '/v1/contact-weights', {
    token: administrator,
    body: { CHAT: 1, VOICE_CALL: 1, VIDEO_CALL: 1 },
  });
  const agents = [await availableAgent(server, 0), await availableAgent(server, 1)];
  for (const agent of agents)
    await call(server, 'PATCH', `/v1/agent-settings/${agent.agent.id}`, {
      token: administrator,
      body: { capacity: 12 },
    });
  const talks = [];
  const [first] = agents;
  await call(server, 'PUT', '/v1/agent/presence', { token: agents[1]!.token, body: { state: 'away' } });
  for (let index = 0; index < 10; index += 1) {
    const talk = await calledBy(server, first!);
    await speaking(media, talk);
    talks.push(talk);
  }
  expect(media.sessions.size).toBe(10);
  const at = performance.now();
  media.kill();
  for (const talk of talks) {
    const lost = await picture(talk.customer, ({ state }) => state === 'ended', 'the loss');
    expect(lost).toMatchObject({ endReason: 'engine_lost', endedBy: 'system' });
    expect(lost.me.permissions.retry).toBe(true);
  }
  for (const { started } of talks)
    expect((await entryKinds(server, started)).filter((kind) => kind === 'call.ended')).toHaveLength(1);
  const [again] = talks;
  const retried = await verb(
    server,
    again!.started.token,
    'POST',
    `/v1/conversations/${again!.started.conversationId}/calls`,
    {
      kind: 'voice',
    },
  );
  expect(retried.status).toBe(201);
  const answered = await verb(server, first!.token, 'POST', `/v1/calls/${retried.body.id}/accept`);
  expect(answered.body.state).toBe('connecting');
  await speaking(media, { ...again!, callId: retried.body.id });
  expect(performance.now() - at).toBeLessThan(5_000);
  const mine = await call<{ calls: CallView[] }>(server, 'GET', '/v1/my-calls', { token: first!.token });
  expect(mine.body.calls.map(({ id }) => id)).toEqual([retried.body.id]);
});

test('[CALL5] a call grows out of a chat, to video and back, and leaves the chat behind', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const { agent, customer, started } = await talking(server);
  const path = `/v1/conversations/${started.conversationId}/calls`;
  const begun = await verb(server, started.token, 'POST', path, { kind: 'voice' });
  expect(begun.body).toMatchObject({ state: 'ringing', direction: 'inbound' });
  const callId = begun.body.id;
  const rings = await picture(agent.socket, ({ me }) => me.permissions.answer, 'it to ring');
  expect(rings.id).toBe(callId);
  expect((await verb(server, agent.token, 'POST', path, { kind: 'voice' })).error?.code).toBe('call_busy');
  await verb(server, agent.token, 'POST', `/v1/calls/${callId}/accept`);
  const talk = { started, customer, agent, callId };
  const { customerId, agentId } = await speaking(media, talk);
  const video = await verb(server, agent.token, 'PUT', `/v1/calls/${callId}/kind`, { kind: 'video' });
  expect(video.body).toMatchObject({ kind: 'video', state: 'in_progress' });
  await picture(customer, ({ kind, me }) => kind === 'video' && me.permissions.camera, 'the picture');
  await expect
    .poll(() => media.sessions.get(callId)?.routes.find(({ from, to }) => from === agentId && to === customerId)?.kinds)
    .toContain('video');
  await verb(server, started.token, 'PUT', `/v1/calls/${callId}/kind`, { kind: 'voice' });
  await verb(server, started.token, 'POST', `/v1/calls/${callId}/end`);
  const help = await call<OnlineHelpStatus>(server, 'GET', '/v1/online-help', { token: started.token });
  expect(help.body.state).toBe('active');
  const sent = await customer.request({
    t: 'send',
    conversationId: started.conversationId,
    clientId: 'after',
    body: { kind: 'text', text: 'We can still write.' },
  });
  expect(sent.ok).toBe(true);
  const kinds = await entryKinds(server, started);
  expect(kinds.filter((kind) => kind.startsWith('call.'))).toEqual([
    'call.started',
    'call.changed',
    'call.changed',
    'call.ended',
  ]);
});

test('[CALL8] who leaves before anybody answers is missed: cancelled, or declined by the agent', async () => {
  await using scene = await startCallServer();
  const { server } = scene;
  const agent = await availableAgent(server);
  const waits = await startHelp(server, undefined, { helpType: 'VOICE_CALL' });
  const customer = await connect(server, waits.token);
  const { id } = await picture(customer, ({ state }) => state === 'ringing', 'it to ring');
  const offered = await agent.socket.frame('desk', ({ desk }) => desk.offers.length > 0);
  await call(server, 'POST', `/v1/contacts/${waits.contactId}/decline`, {
    token: agent.token,
    body: { epoch: offered.desk.offers[0]!.epoch },
  });
  await picture(customer, ({ state }) => state === 'requested', 'it to wait again');
  await call(server, 'POST', '/v1/online-help/cancel', { token: waits.token });
  const gone = await picture(customer, ({ state }) => state === 'ended', 'the end');
  expect(gone).toMatchObject({ missedReason: 'missed_agent_reject', endReason: 'cancelled', endedBy: 'customer' });
  const supervisor = await signIn(server, server.demo.agents[3]!);
  expect(await history(server, supervisor.token, id)).toMatchObject({
    talkSeconds: 0,
    missedReason: 'missed_agent_reject',
  });
});

test('[CALL6] hold silences the customer; a supervisor who listens is seen by nobody and heard by nobody', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const talk = await calling(server);
  const { callId, customer, agent } = talk;
  const { customerId: C, agentId: A } = await speaking(media, talk);
  await verb(server, agent.token, 'PUT', `/v1/calls/${callId}/hold`, { held: true });
  await expect.poll(() => media.heard(callId)).toEqual([]);
  expect((await picture(customer, ({ state }) => state === 'held', 'hold')).parties.some(({ held }) => held)).toBe(
    true,
  );
  await verb(server, agent.token, 'PUT', `/v1/calls/${callId}/hold`, { held: false });

  const boss = await signIn(server, server.demo.agents[3]!);
  const socket = await connect(server, boss.token);
  const attend = (as: string) => verb(server, boss.token, 'PUT', `/v1/calls/${callId}/attendance`, { as });
  expect((await attend('monitor')).body.me.permissions).toMatchObject({ leave: true, end: false, camera: false });
  expect((await socket.request({ t: 'call.join', callId })).ok).toBe(true);
  const { partyId: M } = await socket.frame('call.joined');
  await expect.poll(() => media.heard(callId)).toEqual([`${A}>${C}`, `${A}>${M}`, `${C}>${A}`, `${C}>${M}`].sort());
  for (const seen of [pictureOf(customer), pictureOf(agent.socket)])
    expect(seen?.parties.map(({ role }) => role).sort()).toEqual(['agent', 'customer']);
  await attend('whisper');
  await expect.poll(() => media.heard(callId)).toContain(`${M}>${A}`);
  expect(media.heard(callId)).not.toContain(`${M}>${C}`);
  await picture(agent.socket, ({ parties }) => parties.some(({ role }) => role === 'whisper'), 'the whisper');
  expect(pictureOf(customer)?.parties).toHaveLength(2);
  await attend('barge');
  await expect.poll(() => media.heard(callId)).toContain(`${M}>${C}`);
  await picture(customer, ({ parties }) => parties.length === 3, 'the third');
  await attend('none');
  await expect.poll(() => media.heard(callId)).toEqual([`${A}>${C}`, `${C}>${A}`].sort());
  expect((await verb(server, agent.token, 'PUT', `/v1/calls/${callId}/attendance`, { as: 'barge' })).status).toBe(403);
});

test('[CALL6] a supervisor who signed out, or was disabled, hears a call no longer', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const talk = await calling(server);
  const { callId, agent } = talk;
  const { customerId: C, agentId: A } = await speaking(media, talk);
  const boss = server.demo.agents[3]!;
  const listen = async () => {
    const { token, agent: me } = await signIn(server, boss);
    const socket = await connect(server, token);
    expect((await verb(server, token, 'PUT', `/v1/calls/${callId}/attendance`, { as: 'monitor' })).status).toBe(200);
    expect((await socket.request({ t: 'call.join', callId })).ok).toBe(true);
    await expect.poll(() => media.heard(callId)).toHaveLength(4);
    return { token, id: me.id };
  };
  const alone = [`${A}>${C}`, `${C}>${A}`].sort();

  const first = await listen();
  expect((await call(server, 'POST', '/v1/agent/sign-out', { token: first.token })).status).toBe(204);
  await expect.poll(() => media.heard(callId)).toEqual(alone);

  await listen();
  const admin = await signIn(server, server.demo.admin);
  const path = `/v1/agent-settings/${first.id}`;
  expect((await call(server, 'PATCH', path, { token: admin.token, body: { disabled: true } })).status).toBe(200);
  await expect.poll(() => media.heard(callId)).toEqual(alone);
  const { legs } = await history(server, agent.token, callId);
  expect(legs.map(({ role, endCause }) => [role, endCause])).toEqual([
    ['customer', null],
    ['agent', null],
    ['monitor', 'signed_out'],
    ['monitor', 'signed_out'],
  ]);
});

test('[CALL3] [F29] the last socket that joined carries the call; one that comes back goes on with its connections', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const talk = await calling(server);
  const { callId, customer, started } = talk;
  const { customerId } = await speaking(media, talk);
  const second = await connect(server, started.token);
  expect((await second.request({ t: 'call.join', callId })).ok).toBe(true);
  await customer.frame('call.moved');
  const late = await customer.request({ t: 'call.publish', callId, sdp: 'late', screens: [] });
  expect(late).toMatchObject({ ok: false, error: { code: 'call_wrong_state' } });
  const leg = media.sessions.get(callId)?.legs.get(customerId);
  second.raw.terminate();
  await second.closed;
  const third = await connect(server, started.token);
  expect((await third.request({ t: 'call.join', callId, partyId: customerId })).ok).toBe(true);
  expect((await third.frame('call.joined')).partyId).toBe(customerId);
  expect(media.sessions.get(callId)?.legs.get(customerId)).toBe(leg);
  await picture(third, ({ state }) => state === 'in_progress', 'the call that goes on');
});

test('nobody but its parties reaches a call', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const talk = await calling(server);
  await speaking(media, talk);
  const stranger = await startHelp(server);
  const socket = await connect(server, stranger.token);
  expect((await socket.refused({ t: 'call.join', callId: talk.callId })).code).toBe('not_found');
  for (const path of ['end', 'accept', 'decline'])
    expect((await verb(server, stranger.token, 'POST', `/v1/calls/${talk.callId}/${path}`)).error?.code).toBe(
      'not_found',
    );
  const colleague = await signIn(server, server.demo.agents[1]!);
  const other = await connect(server, colleague.token);
  expect((await other.refused({ t: 'call.join', callId: talk.callId })).code).toBe('call_gone');
  expect((await verb(server, colleague.token, 'POST', `/v1/calls/${talk.callId}/end`)).error?.code).toBe('not_owner');
  expect((await call(server, 'GET', `/v1/calls/${talk.callId}`, { token: colleague.token })).status).toBe(404);
  expect(socket.frames.some(({ t }) => t.startsWith('call.'))).toBe(false);
});

test('[CALL10] nothing is recorded before the customer says yes, and nothing after they take it back', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const talk = await calling(server);
  const { callId, agent, customer, started } = talk;
  await speaking(media, talk);
  const record = (action: string) => verb(server, agent.token, 'PUT', `/v1/calls/${callId}/recording`, { action });
  expect((await record('start')).error?.code).toBe('not_allowed');
  const admin = (await signIn(server, server.demo.admin)).token;
  const { body: settings } = await call<object>(server, 'GET', '/v1/call-settings', { token: admin });
  await call(server, 'PUT', '/v1/call-settings', { token: admin, body: { ...settings, recording: 'by_agent' } });
  expect((await record('start')).body.recording).toBe('asked');
  expect(media.sessions.get(callId)?.recording).toBe('off');
  await picture(customer, ({ me }) => me.permissions.consent, 'the question');
  const answer = (granted: boolean) =>
    verb(server, started.token, 'PUT', `/v1/calls/${callId}/recording-consent`, { granted });
  expect((await answer(true)).body.recording).toBe('on');
  await expect.poll(() => media.sessions.get(callId)?.recording).toBe('on');
  await record('pause');
  await expect.poll(() => media.sessions.get(callId)?.recording).toBe('paused');
  await record('resume');
  expect((await answer(false)).body.recording).toBe('off');
  await expect.poll(() => media.sessions.get(callId)?.recording).toBe('off');
});

test('a colleague is asked, consulted while the customer is on hold, and takes the call', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const talk = await calling(server);
  const { callId, agent, customer } = talk;
  const { customerId: C, agentId: A } = await speaking(media, talk);
  const colleague = await availableAgent(server, 1);
  const asked = await verb(server, agent.token, 'POST', `/v1/calls/${callId}/parties`, {
    who: { agentId: colleague.agent.id },
    consult: true,
  });
  expect(asked.body.state).toBe('held');
  await picture(colleague.socket, ({ me }) => me.permissions.answer, 'it to ring');
  await verb(server, colleague.token, 'POST', `/v1/calls/${callId}/accept`);
  await colleague.socket.request({ t: 'call.join', callId });
  const { partyId: T } = await colleague.socket.frame('call.joined');
  await expect.poll(() => media.heard(callId)).toEqual([`${A}>${T}`, `${T}>${A}`].sort());
  const handed = await verb(server, agent.token, 'POST', `/v1/calls/${callId}/transfer`, { to: { partyId: T } });
  expect(handed.status).toBe(200);
  await expect.poll(() => media.heard(callId)).toEqual([`${C}>${T}`, `${T}>${C}`].sort());
  await colleague.socket.frame('desk', ({ desk }) => desk.conversations.length === 1);
  await agent.socket.frame('desk', ({ desk }) => desk.conversations.length === 0 && desk.presence.openContacts === 0);
  expect((await picture(customer, ({ state }) => state === 'in_progress', 'to go on')).parties).toHaveLength(2);
  expect((await verb(server, agent.token, 'POST', `/v1/calls/${callId}/end`)).error?.code).toBe('not_owner');
  expect((await verb(server, colleague.token, 'POST', `/v1/calls/${callId}/end`)).body.state).toBe('ended');
});

test('a call that is sent to a queue waits on hold, and the next agent goes on with it', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const talk = await calling(server);
  const { callId, agent, customer, started } = talk;
  const { customerId: C } = await speaking(media, talk);
  await call(server, 'PUT', '/v1/agent/presence', { token: agent.token, body: { state: 'away' } });
  const next = await availableAgent(server, 1);
  const { body } = await call<{ agents: { id: string }[] }>(server, 'GET', '/v1/agents', { token: agent.token });
  expect(body.agents.length).toBeGreaterThan(1);
  await verb(server, agent.token, 'POST', `/v1/calls/${callId}/transfer`, { to: { agentId: next.agent.id } });
  await picture(customer, ({ state }) => state === 'requested' || state === 'ringing', 'to wait');
  await accept(server, next, started.contactId);
  await next.socket.request({ t: 'call.join', callId });
  const { partyId: B } = await next.socket.frame('call.joined');
  media.flow(callId, B);
  await picture(customer, ({ state }) => state === 'in_progress', 'to go on');
  expect(media.heard(callId)).toEqual([`${B}>${C}`, `${C}>${B}`].sort());
  const ended = await verb(server, next.token, 'POST', `/v1/calls/${callId}/end`);
  expect(ended.body).toMatchObject({ state: 'ended', endedBy: 'agent' });
});

test('a process that stops ends the calls it carries; what it could not end the next one finds', async () => {
  await using scene = await startCallServer();
  const { server, media } = scene;
  const talk = await calling(server);
  await speaking(media, talk);
  await server.restart();
  const token = (await signIn(server, server.demo.agents[0]!)).token;
  expect(await history(server, token, talk.callId)).toMatchObject({ state: 'ended', endReason: 'engine_lost' });
  const mine = await call<{ calls: CallView[] }>(server, 'GET', '/v1/my-calls', { token });
  expect(mine.body.calls).toEqual([]);
});

async function entryKinds(
  server: Parameters<typeof call>[0],
  { conversationId, token }: { conversationId: string; token: string },
): Promise<string[]> {
  const { body } = await call<{ entries: { body: { kind: string } }[] }>(
    server,
    'GET',
    `/v1/conversations/${conversationId}/entries?after=0&limit=100`,
    { token },
  );
  return body.entries.map(({ body: { kind } }) => kind).filter((kind) => kind !== 'read');
}
