import type { Board } from '@alongside/protocol';
import { expect, it } from 'vitest';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { FakeRandom } from '../testing/fake-random.ts';
import { AGENT, FakeServer } from '../testing/fake-server.ts';
import { createAgentClient } from './client.ts';

const board = (day: string): Board => ({ at: '2026-11-21T00:00:00.000Z', day, queues: [], agents: [] });

it('[SUP2] the board is here while somebody watches it, over reconnects, and asked for once however many watch', async () => {
  const server = new FakeServer();
  server.you = AGENT;
  const clock = new FakeClock();
  const client = createAgentClient({
    url: 'http://help.test',
    credentials: { bearer: 'secret' },
    clock,
    random: new FakeRandom(),
    fetch: server.fetch,
    webSocket: server.webSocket,
    wakeups: { subscribe: () => () => {} },
  });
  const asked = () =>
    server.sockets.flatMap(({ received }) =>
      received.flatMap((frame) => (frame.t === 'watch_board' ? [frame.on] : [])),
    );
  const stop = client.watchBoard();
  client.connect();
  await settle();
  const stopAnother = client.watchBoard();
  expect(asked()).toEqual([true]);
  server.push({ t: 'board', board: board('2026-11-21') });
  await settle();
  expect(client.board.get()?.day).toBe('2026-11-21');

  server.sockets.at(-1)?.cut();
  await settle();
  await clock.advance(31_000);
  await settle();
  expect(asked()).toEqual([true, true]);

  stop();
  stop();
  expect(client.board.get()).not.toBeNull();
  stopAnother();
  await settle();
  expect(asked()).toEqual([true, true, false]);
  server.push({ t: 'board', board: board('2026-11-22') });
  await settle();
  expect(client.board.get()).toBeNull();
  client.close();
});
