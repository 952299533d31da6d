import type { ConversationSummary, Desk } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { call } from '../testing/client.ts';
import { talking } from '../testing/scene.ts';
import { startTestServer } from '../testing/start-test-server.ts';

test('[DESK1] messages, notes and marks of both sides show on the desk as the store has them', async () => {
  await using server = await startTestServer();
  const { started, customer, agent } = await talking(server);
  const { conversationId } = started;
  const { token, socket } = agent;
  const stored = async () => {
    const { body } = await call<Desk>(server, 'GET', '/v1/agent/desk', { token });
    return body.conversations[0];
  };
  /** The desk that was pushed last, once it shows what is waited for: it is what the store has. */
  const pushed = async (fits: (row: ConversationSummary) => boolean) => {
    const row = await socket.until(() => {
      const desk = socket.frames.findLast((frame) => frame.t === 'desk')?.desk.conversations[0];
      return desk !== undefined && fits(desk) && desk;
    }, 'the row');
    expect(row).toEqual(await stored());
    return row;
  };
  const say = async (from: typeof customer, clientId: string, body: object) => {
    const reply = await from.request({ t: 'send', conversationId, clientId, body });
    if (!reply.ok) throw new Error(reply.error.code);
    return (reply.result as { seq: number }).seq;
  };
  const text = (words: string) => ({ kind: 'text', text: words });

  await pushed(({ unread }) => unread === 0);
  await say(customer, 'c1', text('one'));
  const two = await say(customer, 'c2', text(`two ${'🙂'.repeat(200)}`));
  await pushed(({ lastSeq, unread }) => lastSeq === two && unread === 2);
  const note = await say(socket, 'n1', { kind: 'note', text: 'a note' });
  await pushed(({ lastSeq, lastMessage }) => lastSeq === note && lastMessage?.from === 'customer');
  socket.send({ t: 'delivered', conversationId, upTo: two });
  await pushed(({ agentDeliveredUpTo }) => agentDeliveredUpTo === two);
  await socket.request({ t: 'read', conversationId, upTo: two - 1 });
  await pushed(({ unread, agentReadUpTo }) => unread === 1 && agentReadUpTo === two - 1);
  const answer = await say(socket, 'a1', text('an answer'));
  await customer.request({ t: 'read', conversationId, upTo: answer });
  await pushed(({ customerReadUpTo, lastMessage }) => customerReadUpTo === answer && lastMessage?.from === 'agent');
  const three = await say(customer, 'c3', text('three'));
  await socket.request({ t: 'read', conversationId, upTo: three });
  await pushed(({ unread, agentReadUpTo }) => unread === 0 && agentReadUpTo === three);
});

test('[DESK1] a desk with traffic is read again after a while, so a hint that was lost is made up for', async () => {
  await using server = await startTestServer({ timing: { deskTrust: 0, deskMessages: 0 } });
  const { started, customer, agent } = await talking(server);
  const { conversationId } = started;
  await agent.socket.frame('desk', ({ desk }) => desk.conversations.length === 1);
  // As if somebody had changed it elsewhere and nobody had been told.
  await server.platform.store.transaction(server.demo.tenant.id, (tx) =>
    tx.desks.setPresence(agent.agent.id, 'away', 'chosen'),
  );
  await customer.request({ t: 'send', conversationId, clientId: 'c1', body: { kind: 'text', text: 'hello' } });
  const { desk } = await agent.socket.frame(
    'desk',
    ({ desk: { presence, conversations } }) => presence.state === 'away' && conversations.length === 1,
  );
  expect(desk.conversations[0]).toMatchObject({ lastMessage: { preview: 'hello' }, unread: 1 });
});
