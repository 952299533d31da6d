import type { OnlineHelpStatus } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { call, signIn, startHelp } from '../testing/client.ts';
import { setPresence, talking } from '../testing/scene.ts';
import { connect } from '../testing/socket.ts';
import { startTestServer } from '../testing/start-test-server.ts';

test('[CON6] an agent who comes back within the grace keeps what they have; one who does not loses it at its original place', async () => {
  await using server = await startTestServer();
  const { agent, customer, started } = await talking(server);
  const { conversationId, contactId, token } = started;
  await customer.request({ t: 'subscribe', conversationId, after: 0 });
  const later = await startHelp(server);

  agent.socket.raw.terminate();
  const back = await connect(server, agent.token);
  await back.frame('desk', ({ desk }) => desk.conversations.length === 1 && desk.presence.state === 'available');
  back.raw.terminate();
  await back.closed;

  const requeued = await lateEntry(() =>
    customer.entries(conversationId).find(({ body }) => body.kind === 'contact.requeued'),
  );
  expect(requeued.body).toMatchObject({ reason: 'agent_lost', contactId });
  const status = await call<OnlineHelpStatus>(server, 'GET', '/v1/online-help', { token });
  expect(status.body).toMatchObject({ state: 'waiting', standing: { position: 1 } });
  const behind = await call<OnlineHelpStatus>(server, 'GET', '/v1/online-help', { token: later.token });
  expect(behind.body.standing?.position).toBe(2);

  const lost = await connect(server, agent.token);
  await lost.frame(
    'desk',
    ({ desk }) => desk.presence.awayReason === 'connection_lost' && desk.conversations.length === 0,
  );
  const refusal = await lost.refused({
    t: 'send',
    conversationId,
    clientId: 'late',
    body: { kind: 'text', text: 'still there?' },
  });
  expect(refusal.code).toBe('not_owner');

  const other = await signIn(server, server.demo.agents[1]!);
  const colleague = await connect(server, other.token);
  await setPresence(server, other.token, 'available');
  const { desk } = await colleague.frame('desk', ({ desk }) =>
    desk.offers.some((offer) => offer.contactId === contactId),
  );
  expect(desk.offers.find((offer) => offer.contactId === contactId)?.epoch).toBeGreaterThan(1);

  async function lateEntry<T>(look: () => T | undefined): Promise<T> {
    // The grace is 20 s by the database's clock, and a test's patience is 10.
    for (let tries = 0; ; tries += 1) {
      try {
        return await customer.until(look, 'the contact to wait again');
      } catch (error) {
        if (tries === 3) throw error;
      }
    }
  }
});
