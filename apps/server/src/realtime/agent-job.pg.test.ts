import type { Contact, Desk, EntryPage } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { call, signIn, startHelp } from '../testing/client.ts';
import { connect } from '../testing/socket.ts';
import { startTestServer } from '../testing/start-test-server.ts';

test('a script with a bearer token does the whole job of an agent, and the customer sees it', async () => {
  await using server = await startTestServer();
  const { token } = await signIn(server, server.demo.agents[0]!);
  const agent = await connect(server, token);
  await agent.frame('desk', ({ desk }) => desk.presence.state === 'away');
  await agent.frame('queues');

  const started = await startHelp(server);
  const { conversationId, contactId } = started;
  const customer = await connect(server, started.token);
  const waiting = await customer.frame('standing');
  expect(waiting.standing).toMatchObject({ position: 1, agentsAvailable: false, wait: null });
  await customer.request({ t: 'subscribe', conversationId, after: 0 });
  await agent.frame('queues', ({ queues }) => queues[0]?.waiting === 1);

  // available → offer → accept
  await call<Desk>(server, 'PUT', '/v1/agent/presence', { token, body: { state: 'available' } });
  const { desk } = await agent.frame('desk', ({ desk }) => desk.offers.length === 1);
  const offer = desk.offers[0]!;
  expect(offer).toMatchObject({ contactId, conversationId, epoch: 1, customer: { name: started.customer.name } });
  const accepted = await call<Contact>(server, 'POST', `/v1/contacts/${contactId}/accept`, {
    token,
    body: { epoch: offer.epoch },
  });
  expect(accepted.body).toMatchObject({ state: 'active' });
  await customer.until(
    () => customer.entries(conversationId).some(({ body }) => body.kind === 'contact.started'),
    'the start',
  );
  await agent.frame('desk', ({ desk }) => desk.conversations.length === 1 && desk.offers.length === 0);

  // send, type, read, both ways
  await agent.request({ t: 'subscribe', conversationId, after: 0 });
  customer.send({ t: 'typing', conversationId, on: true });
  await agent.frame('typing', ({ from, on }) => from === 'customer' && on);
  const sent = await customer.request({
    t: 'send',
    conversationId,
    clientId: 'c1',
    body: { kind: 'text', text: 'Hello?' },
  });
  expect(sent).toMatchObject({ ok: true, result: { seq: 3 } });
  await agent.until(() => agent.entries(conversationId).some(({ clientId }) => clientId === 'c1'), 'the message');
  await agent.frame('desk', ({ desk }) => desk.conversations[0]?.unread === 1);
  agent.send({ t: 'delivered', conversationId, upTo: 3 });
  await customer.frame('delivered', ({ by, upTo }) => by === 'agent' && upTo === 3);
  expect(await agent.request({ t: 'read', conversationId, upTo: 3 })).toMatchObject({ ok: true });
  await customer.until(
    () => customer.entries(conversationId).some(({ body }) => body.kind === 'read' && body.upTo === 3),
    'the mark',
  );
  agent.send({ t: 'typing', conversationId, on: true });
  await customer.frame('typing', ({ from }) => from === 'agent');
  await agent.request({ t: 'send', conversationId, clientId: 'a1', body: { kind: 'text', text: 'Good morning.' } });
  await agent.request({ t: 'send', conversationId, clientId: 'n1', body: { kind: 'note', text: 'seems nice' } });
  await customer.until(() => customer.entries(conversationId).some(({ clientId }) => clientId === 'a1'), 'the answer');

  // transfer to a colleague, who ends it
  const colleague = await signIn(server, server.demo.agents[1]!);
  const other = await connect(server, colleague.token);
  await call(server, 'PUT', '/v1/agent/presence', { token: colleague.token, body: { state: 'available' } });
  const handed = await call<Contact>(server, 'POST', `/v1/contacts/${contactId}/transfer`, {
    token,
    body: { to: { agentId: colleague.agent.id }, note: 'about a card' },
  });
  expect(handed.status).toBe(200);
  const ringing = await other.frame('desk', ({ desk }) => desk.offers.length === 1);
  expect(ringing.desk.offers[0]).toMatchObject({ transferNote: 'about a card', epoch: 2 });
  await call(server, 'POST', `/v1/contacts/${contactId}/accept`, { token: colleague.token, body: { epoch: 2 } });
  expect(
    await agent.refused({ t: 'send', conversationId, clientId: 'late', body: { kind: 'text', text: 'x' } }),
  ).toMatchObject({ code: 'not_owner' });
  const ended = await call<Contact>(server, 'POST', `/v1/contacts/${contactId}/end`, {
    token: colleague.token,
    body: { wrapUp: 'card sent' },
  });
  expect(ended.body).toMatchObject({ state: 'ended', endReason: 'ended_by_agent', wrapUp: 'card sent' });

  // one history, in order, without a gap, and without what is not for the customer
  const last = await customer.until(
    () => customer.entries(conversationId).find(({ body }) => body.kind === 'contact.ended'),
    'the end',
  );
  await customer.until(() => customer.entries(conversationId).at(-1)!.seq > last.seq, 'the withheld wrap-up');
  const seen = customer.entries(conversationId);
  expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1));
  expect(JSON.stringify(seen)).not.toMatch(/seems nice|about a card|card sent/);
  const page = await call<EntryPage>(server, 'GET', `/v1/conversations/${conversationId}/entries?after=0`, {
    token: started.token,
  });
  expect(page.body.entries).toEqual(seen);
  await Promise.all([agent.close(), other.close(), customer.close()]);
});
