import type { MediaReply } from '@alongside/domain';
import type { MediaLab, Participant } from '@alongside/media/testing';
import { type Spread, spread } from './spread.ts';

/**
 * From the answer until the later of two browsers, whose cameras are open, has decoded the other's first picture. Milliseconds; the three take turns, so that
 * all meet the same machine; the first four times as often.
 */
export interface FirstFrames {
  /** As clients do: connected while it rings. */
  readonly ahead: Spread;
  /** Connected from the answer on. */
  readonly after: Spread;
  /** The same two pages with each other, connected from the answer on: what two browsers on this machine need by themselves. */
  readonly direct: Spread;
}

type Pages = readonly [customer: Participant, agent: Participant];

const kinds = ['audio', 'video'] as const;
const both = [
  { from: 'customer', to: 'agent', kinds },
  { from: 'agent', to: 'customer', kinds },
];

export async function firstFrames(lab: MediaLab, runs: number): Promise<FirstFrames> {
  const times = { ahead: [] as number[], after: [] as number[], direct: [] as number[] };
  const ways = { ahead, after, direct };
  for (let run = 0; run < runs; run += 1)
    for (const [way, answer] of Object.entries(ways) as ['ahead' | 'after' | 'direct', typeof ahead][]) {
      // The other two are there to compare with.
      if (way !== 'ahead' && run % 4 !== 0) continue;
      const sessionId = `${way} ${run}`;
      must(await lab.engine.createSession({ sessionId, audio: 'opus' }));
      const pages = await Promise.all([
        lab.join(sessionId, 'customer', 'customer'),
        lab.join(sessionId, 'agent', 'agent'),
      ]);
      const [customer, agent] = pages;
      await customer.page.evaluate(`lab.prepare({ hertz: 440, video: true })`);
      await agent.page.evaluate(`lab.prepare({ hertz: 1000, video: true })`);
      const answered = await answer(lab, sessionId, pages);
      const frames = await Promise.all([seen(customer, 'agent'), seen(agent, 'customer')]);
      times[way].push(Math.max(...frames) - answered);
      await Promise.all([customer.close(), agent.close(), lab.engine.endSession(sessionId)]);
    }
  return { ahead: spread(times.ahead), after: spread(times.after), direct: spread(times.direct) };
}

async function ahead({ engine }: MediaLab, sessionId: string, pages: Pages): Promise<number> {
  must(await engine.setRoutes(sessionId, [], both));
  await Promise.all(pages.map(({ page }) => page.evaluate('lab.standBy()')));
  for (const { page } of pages) await page.waitForFunction('lab.standsBy() && lab.streams.length === 2');
  const answered = Date.now();
  const routed = engine.setRoutes(sessionId, both);
  await Promise.all(pages.map(({ page }) => page.evaluate('lab.begin()')));
  must(await routed);
  return answered;
}

async function after({ engine }: MediaLab, sessionId: string, [customer, agent]: Pages): Promise<number> {
  const answered = Date.now();
  must(await engine.setRoutes(sessionId, both));
  await Promise.all([customer.publish({ hertz: 440, video: true }), agent.publish({ hertz: 1_000, video: true })]);
  return answered;
}

async function direct(_lab: MediaLab, _sessionId: string, [customer, agent]: Pages): Promise<number> {
  for (const [mine, other] of [
    [customer, agent],
    [agent, customer],
  ] as const) {
    await mine.page.exposeFunction('toPeer', (message: object) =>
      other.page.evaluate((told) => (globalThis as unknown as Lab).lab.fromPeer(told), message),
    );
    await mine.page.evaluate(`lab.direct('${other.legId}')`);
  }
  const answered = Date.now();
  await customer.page.evaluate('lab.callPeer()');
  return answered;
}

async function seen({ page }: Participant, from: string): Promise<number> {
  return (await (await page.waitForFunction(`lab.firstFrameAt['${from} video']`)).jsonValue()) as number;
}

function must(reply: MediaReply): void {
  if (!reply.ok) throw new Error(`${reply.refusal}: ${reply.message}`);
}

interface Lab {
  readonly lab: { fromPeer(message: object): Promise<void> };
}
