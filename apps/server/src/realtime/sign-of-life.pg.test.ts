import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { call, signIn } from '../testing/client.ts';
import { setPresence } from '../testing/scene.ts';
import { startTestServer } from '../testing/start-test-server.ts';

test('[CON6] an agent without a socket who asks for something now and then is not lost; one who falls silent is', async () => {
  await using server = await startTestServer();
  const asking = await signIn(server, server.demo.agents[0]!);
  const silent = await signIn(server, server.demo.agents[1]!);
  await setPresence(server, asking.token, 'available');
  await setPresence(server, silent.token, 'available');
  const { tenant } = server.demo;
  const presence = (agentId: string) =>
    server.platform.store.transaction(tenant.id, (tx) => tx.desks.presence(agentId));
  // The grace is 20 s by the database's clock: so this takes as long.
  for (const until = Date.now() + 40_000; (await presence(silent.agent.id))?.state === 'available'; ) {
    expect(Date.now()).toBeLessThan(until);
    expect((await call(server, 'GET', '/v1/agent/me', { token: asking.token })).status).toBe(200);
    await delay(1_000);
  }
  expect(await presence(silent.agent.id)).toMatchObject({ state: 'away', awayReason: 'connection_lost' });
  expect(await presence(asking.agent.id)).toMatchObject({ state: 'available' });
});
