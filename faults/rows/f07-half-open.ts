import { setTimeout as delay } from 'node:timers/promises';
import { setPresence, signIn, startHelp } from '../src/calls.ts';
import { inDatabase } from '../src/collect.ts';
import { inLanes, LightClient } from '../src/light-client.ts';
import { memoryOf, openFilesOf } from '../src/process-facts.ts';
import { startProxy } from '../src/proxy.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import { WireClient } from '../src/wire-client.ts';

const CLIENTS = { small: 50, ci: 200, full: 500 };
/** Milliseconds until all is freed and nobody is believed to be there, and until the memory is back. */
const FREED = 45_000;
const MEMORY_BACK = 60_000;
/** Connections of other origin that may come and go meanwhile: the pool's, and kept-alive HTTP. */
const SLACK = 20;

export const halfOpen: Row = {
  id: 'F7',
  // V8 gives memory back while the processors are idle: beside another row the server held what it no longer needs.
  lane: 'alone',
  fault:
    'every packet of hundreds of clients is lost for ever; a proxy swallows the bytes and keeps the connections open',
  minutes: 1,
  async run({ size, scene: open }) {
    const scene = await open();
    const { server } = scene;
    const path = await startProxy(server.url);
    const numbers = Array.from({ length: CLIENTS[size] }, (_, n) => n);
    const started = await inLanes(numbers, 16, (n) => startHelp(server.url, server.demo, `half-open-${n}`));
    const { client: bystander, started: theirs } = await scene.customer();
    const { id: agentId, token } = await signIn(server.url, server.demo, 0);
    const agent = new WireClient({ name: 'agent', side: 'agent', url: path.url, token });
    const clients = started.map((one) => new LightClient(path.url, one, new Map()));
    const presence = () =>
      inDatabase(scene.store, async (client) => {
        const { rows } = await client.query<{ state: string; alive: boolean }>(
          'SELECT state, seen_until > clock_timestamp() AS alive FROM desks WHERE agent_id = $1',
          [agentId],
        );
        return rows[0];
      });
    try {
      const filesBefore = openFilesOf(server.pid);
      const memoryBefore = memoryOf(server.pid);
      agent.connect();
      await inLanes(clients, 50, (client) => client.resume(1));
      await scene.until(() => agent.desk !== null, 10_000);
      await setPresence(server.url, token, 'available');
      scene.talk([{ client: bystander, conversationId: theirs.conversationId }], 50);
      await delay(1_000);
      const filesWith = openFilesOf(server.pid);
      path.swallow({ toServer: true, toClient: true });
      // Nobody of them comes back: what is watched is the server alone.
      for (const client of clients) client.leave();
      agent.leave();
      const begin = performance.now();
      const passed = () => Math.round(performance.now() - begin);
      let freed = 0;
      let away = 0;
      let memoryBack = 0;
      let memory = memoryBefore;
      while (passed() < MEMORY_BACK + 5_000 && (freed === 0 || away === 0 || memoryBack === 0)) {
        await delay(250);
        if (freed === 0 && openFilesOf(server.pid) <= filesBefore + SLACK) freed = passed();
        const now = await presence();
        if (away === 0 && now?.state !== 'available' && !now?.alive) away = passed();
        memory = memoryOf(server.pid);
        if (freed > 0 && memoryBack === 0 && memory <= memoryBefore * 1.1) memoryBack = passed();
      }
      const { figures, violations } = await scene.judge();
      return {
        figures: {
          clients: CLIENTS[size],
          ...figuresOf(figures),
          'open files before, with them': `${filesBefore}, ${filesWith}`,
          'all freed after ms': freed,
          'agent gone after ms': away,
          'memory before, after MiB': `${Math.round(memoryBefore)}, ${Math.round(memory)}`,
        },
        violations: [
          ...violations,
          ...goal(filesWith >= filesBefore + CLIENTS[size], `only ${filesWith - filesBefore} files were open for them`),
          ...goal(freed > 0 && freed <= FREED, `their sockets were freed after ${freed} ms (0: never)`),
          ...goal(away > 0 && away <= FREED, `the agent was seen as gone after ${away} ms (0: never)`),
          ...goal(
            memoryBack > 0 && memoryBack <= MEMORY_BACK,
            `the server held ${Math.round(memory)} MiB, ${Math.round(memoryBefore)} MiB before`,
          ),
        ],
      };
    } finally {
      for (const client of [...clients, agent]) client.close();
      await path.close();
    }
  },
};
