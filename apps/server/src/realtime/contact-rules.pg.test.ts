import type { Contact, Desk, OnlineHelpStatus, QueueView, Started } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, signIn, startHelp } from '../testing/client.ts';
import { accept, availableAgent, setPresence, talking } from '../testing/scene.ts';
import { connect } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const post = <T>(path: string, token: string, body: unknown = {}) => call<T>(server, 'POST', path, { token, body });
const end = (contactId: string, token: string) => post<Contact>(`/v1/contacts/${contactId}/end`, token, { wrapUp: '' });
const settings = (change: object) =>
  server.platform.store.transaction(server.demo.tenant.id, (tx) => tx.directory.updateSettings(change));

test('[QUE1] everyone who waits knows their place, and hears when it changes', async () => {
  const helps = [await startHelp(server), await startHelp(server), await startHelp(server)];
  const sockets = await Promise.all(helps.map(({ token }) => connect(server, token)));
  for (const [index, socket] of sockets.entries())
    await socket.frame('standing', ({ standing }) => standing.position === index + 1);
  await post('/v1/online-help/cancel', helps[0]!.token);
  await sockets[1]!.frame('standing', ({ standing }) => standing.position === 1);
  await sockets[2]!.frame('standing', ({ standing }) => standing.position === 2);
  const status = await call<OnlineHelpStatus>(server, 'GET', '/v1/online-help', { token: helps[2]!.token });
  expect(status.body).toMatchObject({
    state: 'waiting',
    standing: { position: 2, agentsAvailable: false, wait: null },
  });
  const agent = await availableAgent(server, 3);
  const told = await sockets[2]!.frame('standing', ({ standing }) => standing.agentsAvailable);
  expect(told.standing.wait).not.toBeNull();
  expect(told.standing.wait!.lowSeconds).toBeLessThanOrEqual(told.standing.wait!.highSeconds);
  await setPresence(server, agent.token, 'away');
  for (const { token } of helps) await post('/v1/online-help/end', token);
  await Promise.all([agent.socket.close(), ...sockets.map((socket) => socket.close())]);
});

test('[CON3] of twenty accepts at once one wins, and the others are told what happened', async () => {
  const agent = await availableAgent(server);
  const { contactId, token } = await startHelp(server);
  const { desk } = await agent.socket.frame('desk', ({ desk }) =>
    desk.offers.some((offer) => offer.contactId === contactId),
  );
  const { epoch } = desk.offers.find((offer) => offer.contactId === contactId)!;
  expect((await post(`/v1/contacts/${contactId}/accept`, agent.token, { epoch: epoch + 1 })).error?.code).toBe(
    'offer_gone',
  );
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post(`/v1/contacts/${contactId}/accept`, agent.token, { epoch })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(new Set(answers.filter(({ status }) => status !== 200).map(({ error }) => error?.code))).toEqual(
    new Set(['offer_gone']),
  );
  await end(contactId, agent.token);
  expect((await post(`/v1/contacts/${contactId}/accept`, agent.token, { epoch })).error?.code).toBe('contact_ended');
  await call(server, 'GET', '/v1/online-help', { token });
  await setPresence(server, agent.token, 'away');
  await agent.socket.close();
});

test('[CON7] a cancel racing an accept has one outcome that both see', async () => {
  const agent = await availableAgent(server);
  for (let round = 0; round < 10; round += 1) {
    const { contactId, conversationId, token } = await startHelp(server);
    const customer = await connect(server, token);
    await customer.request({ t: 'subscribe', conversationId, after: 0 });
    const { desk } = await agent.socket.frame('desk', ({ desk }) =>
      desk.offers.some((offer) => offer.contactId === contactId),
    );
    const { epoch } = desk.offers.find((offer) => offer.contactId === contactId)!;
    const [accepted, cancelled] = await Promise.all([
      post<Contact>(`/v1/contacts/${contactId}/accept`, agent.token, { epoch }),
      post<OnlineHelpStatus>('/v1/online-help/cancel', token),
    ]);
    expect(
      [accepted.status, cancelled.status].filter((status) => status === 200),
      `round ${round}`,
    ).toHaveLength(1);
    const kind = accepted.status === 200 ? 'contact.started' : 'contact.ended';
    await customer.until(() => customer.entries(conversationId).some(({ body }) => body.kind === kind), kind);
    if (accepted.status === 200) {
      expect(cancelled.error?.code).toBe('contact_started');
      await end(contactId, agent.token);
    } else {
      expect(['contact_ended', 'offer_gone']).toContain(accepted.error?.code);
      await agent.socket.until(
        () => agent.socket.frames.findLast((frame) => frame.t === 'desk')?.desk.offers.length === 0,
        'an empty desk',
      );
    }
    await customer.close();
  }
  await setPresence(server, agent.token, 'away');
  await agent.socket.close();
});

test('[CON4] an agent is never over their capacity, however many wait', async () => {
  const helps: Started[] = [];
  for (let count = 0; count < 8; count += 1) helps.push(await startHelp(server));
  const agent = await availableAgent(server);
  await agent.socket.frame('desk', ({ desk }) => desk.offers.length === 3);
  for (const { contactId } of helps.slice(0, 3)) await accept(server, agent, contactId);
  const over = agent.socket.frames.filter(
    (frame) => frame.t === 'desk' && frame.desk.offers.length + frame.desk.presence.openContacts > 6,
  );
  expect(over).toEqual([]);
  for (const frame of agent.socket.frames)
    if (frame.t === 'desk') expect(frame.desk.presence.openContacts).toBeLessThanOrEqual(3);
  expect((await post(`/v1/contacts/${helps[5]!.contactId}/pick`, agent.token)).error?.code).toBe('at_capacity');
  // [CON2] the next in line rings as soon as a place is free
  await end(helps[0]!.contactId, agent.token);
  await agent.socket.frame('desk', ({ desk }) => desk.offers[0]?.contactId === helps[3]!.contactId);
  await setPresence(server, agent.token, 'away');
  for (const { token } of helps) await post('/v1/online-help/end', token);
  await agent.socket.close();
});

test('[CON5] an offer that nobody answers goes on, and the agent is set away', async () => {
  await settings({ offerSeconds: 5 });
  const agent = await availableAgent(server);
  const { contactId, token } = await startHelp(server);
  await agent.socket.frame('desk', ({ desk }) => desk.offers.some((offer) => offer.contactId === contactId));
  const { desk } = await agent.socket.frame('desk', ({ desk }) => desk.presence.awayReason === 'missed_offer');
  expect(desk).toMatchObject({ offers: [], presence: { state: 'away', openContacts: 0 } });
  const status = await call<OnlineHelpStatus>(server, 'GET', '/v1/online-help', { token });
  expect(status.body).toMatchObject({ state: 'waiting', standing: { position: 1 } });
  await settings({ offerSeconds: 30 });
  await post('/v1/online-help/cancel', token);
  await agent.socket.close();
});

test('[CON8] a customer has one open contact at most', async () => {
  const first = await startHelp(server, 'only-one');
  await expect(startHelp(server, 'only-one')).rejects.toThrow('already_in_help');
  await post('/v1/online-help/cancel', first.token);
});

test('[DESK1] two tabs see the same desks, and the last is the truth', async () => {
  const { agent, started } = await talking(server, 2);
  const second = await connect(server, agent.token);
  const { conversationId, contactId, token } = started;
  const customer = await connect(server, token);
  for (let count = 1; count <= 5; count += 1) {
    await customer.request({
      t: 'send',
      conversationId,
      clientId: `m${count}`,
      body: { kind: 'text', text: `message ${count}` },
    });
  }
  for (const socket of [agent.socket, second])
    await socket.frame('desk', ({ desk }) => desk.conversations[0]?.unread === 5);
  await end(contactId, agent.token);
  for (const socket of [agent.socket, second])
    await socket.until(
      () => socket.frames.findLast((frame) => frame.t === 'desk')?.desk.conversations.length === 0,
      'an empty desk',
    );
  const { body } = await call<Desk>(server, 'GET', '/v1/agent/desk', { token: agent.token });
  const { desk } = second.frames.findLast((frame) => frame.t === 'desk')!;
  expect({ ...desk, serverTime: '' }).toEqual({ ...body, serverTime: '' });
  await setPresence(server, agent.token, 'away');
  await Promise.all([agent.socket.close(), second.close(), customer.close()]);
});

test('picking by hand takes a waiting contact, and the queues show it', async () => {
  const { token } = await signIn(server, server.demo.agents[3]!);
  const socket = await connect(server, token);
  const { contactId } = await startHelp(server);
  await socket.frame(
    'queues',
    ({ queues }) => queues[0]?.head.some((waiting) => waiting.contactId === contactId) === true,
  );
  expect((await post<Contact>(`/v1/contacts/${contactId}/pick`, token)).body).toMatchObject({
    state: 'active',
    owner: { name: 'Saskia Visser' },
  });
  await socket.until(
    () => socket.frames.findLast((frame) => frame.t === 'queues')?.queues[0]?.waiting === 0,
    'an empty queue',
  );
  const { body } = await call<{ queues: QueueView[] }>(server, 'GET', '/v1/queues', { token });
  expect(body.queues[0]).toMatchObject({ waiting: 0, head: [] });
  expect((await post(`/v1/contacts/${contactId}/pick`, token)).error?.code).toBe('contact_taken');
  await end(contactId, token);
  await socket.close();
});
