import { expect, test } from 'vitest';
import { startHelp } from '../testing/client.ts';
import { accept, availableAgent } from '../testing/scene.ts';
import { startTestServer } from '../testing/start-test-server.ts';
import { readCommand } from './arguments.ts';
import { runRoutingReplay } from './routing-replay.ts';

test('[ROUTE8] `alongside routing replay` decides again what is on record, and says where it comes out otherwise', async () => {
  await using server = await startTestServer();
  const agent = await availableAgent(server);
  const { contactId } = await startHelp(server);
  await accept(server, agent, contactId);
  const { tenant, database } = server.demo;
  const command = readCommand(['routing', 'replay', '--database-url', database, '--data', server.dataDir], {
    ALONGSIDE_LOG_LEVEL: 'error',
  });
  if (command.name !== 'routing replay') throw new Error(command.name);
  const lines: string[] = [];
  expect(await runRoutingReplay(command.settings, (line) => lines.push(line))).toBe(0);
  expect(lines).toEqual([`${tenant.domain}: 1 decisions replayed, 0 different; 0 were made by people or by time`]);

  // Somebody rewrites the record: the one who was chosen had been away.
  await server.platform.store.transaction(tenant.id, async (tx) => {
    const [stored] = (await tx.routing.recorded({}, { limit: 1 })).decisions;
    const input = stored!.input!;
    const agents = input.agents.map((one) => ({ ...one, available: false }));
    await tx.routing.saveDecisions([
      {
        id: server.platform.random.uuid(),
        contactId,
        queueId: await tx.queues.defaultQueueId(),
        outcome: 'offered',
        agentId: agent.agent.id,
        ring: 0,
        waitedSeconds: 0,
        decidedBy: 'router',
        reason: '',
        considered: [],
        consideredCount: 0,
        input: { ...input, agents },
      },
    ]);
  });
  lines.length = 0;
  expect(await runRoutingReplay(command.settings, (line) => lines.push(line))).toBe(1);
  expect(lines[0]).toContain('2 decisions replayed, 1 different');
  expect(lines[1]).toContain(`offered ${agent.agent.id} → nobody null`);
  await agent.socket.close();
});
