import type { MediaReply } from '@alongside/domain';
import {
  type BrowserPeer,
  launchWithDevices,
  type MediaLab,
  openBrowserPeer,
  openTelephonePeer,
  startMediaLab,
  type TelephonePeer,
} from '@alongside/media/testing';
import type { Context } from '../parts/context.ts';
import { rounded } from '../report/statistics.ts';
import { type FirstFrames, firstFrames } from './first-frames.ts';
import { type ProductPictures, productPictures } from './product-pictures.ts';
import { type Spread, spread } from './spread.ts';

export interface Bridged {
  readonly calls: number;
  /** Packets, of both directions. */
  readonly expected: number;
  readonly lost: number;
  /** Of one core, by the engine's process. */
  readonly processorPercent: number;
  /** How long was counted; much longer than asked for: the measuring process was starved, and what it lost counts as the engine's. */
  readonly seconds?: number;
}

export interface MediaResults {
  /** Absent in figures of before it was measured. */
  readonly product?: ProductPictures;
  readonly firstFrame: FirstFrames;
  /** A beep in a browser until it is heard there again, sent back by a telephone. Milliseconds. */
  readonly roundTrip: Spread;
  /** From the kill of the engine's process with ten calls between telephones and browsers until the next is heard. Milliseconds; `lost`: calls told as lost. */
  readonly recovery: { readonly milliseconds: number; readonly lost: number };
  /** Calls between a browser and a telephone in one process, step by step. */
  readonly bridged: readonly Bridged[];
}

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1_000));

function must<Value>(reply: MediaReply<Value>): Value {
  if (!reply.ok) throw new Error(`${reply.refusal}: ${reply.message}`);
  return reply.value;
}

/** Figures of the media engine on loopback, and of a video call through the whole product. */
export async function runMedia(
  context: Pick<Context, 'quick' | 'say' | 'main' | 'postgres' | 'profile'>,
): Promise<MediaResults> {
  const product = await productPictures(context);
  return { product, ...(await runEngine(context)) };
}

async function runEngine(context: Pick<Context, 'quick' | 'say'>): Promise<MediaResults> {
  const browser = await launchWithDevices();
  const lab = await startMediaLab(browser);
  try {
    const firstFrame = await firstFrames(lab, context.quick ? 5 : 20);
    const { ahead, after, direct } = firstFrame;
    context.say(`media: first frame ${ahead.p50} / ${ahead.p95} ms`);
    context.say(
      `media: joined after the answer ${after.p50} / ${after.p95} ms, without an engine ${direct.p50} / ${direct.p95} ms`,
    );
    const roundTrip = await roundTrips(lab, context.quick ? 5 : 25);
    context.say(`media: browser to telephone and back ${roundTrip.p50} / ${roundTrip.p95} ms`);
    await browser.close();
    const bridged: Bridged[] = [];
    for (const calls of context.quick ? [40] : [40, 80, 120]) {
      const found = await bridge(lab, calls, context.quick ? 5 : 10);
      bridged.push(found);
      context.say(
        `media: ${calls} telephone calls, ${found.lost} of ${found.expected} packets lost, ${found.processorPercent} %`,
      );
      if (found.lost / found.expected >= 0.001) break;
    }
    const recovery = await recover(lab);
    context.say(`media: after a kill the next call works in ${recovery.milliseconds} ms`);
    return { firstFrame, roundTrip, bridged, recovery };
  } finally {
    await browser.close();
    await lab.close();
  }
}

async function roundTrips(lab: MediaLab, runs: number): Promise<Spread> {
  must(await lab.engine.createSession({ sessionId: 'echo', audio: 'g711' }));
  const agent = await lab.join('echo', 'agent', 'agent');
  const phone = await telephone(lab, 'echo', 'caller');
  const kinds = ['audio'] as const;
  must(
    await lab.engine.setRoutes('echo', [
      { from: 'agent', to: 'caller', kinds },
      { from: 'caller', to: 'agent', kinds },
    ]),
  );
  phone.echo();
  await agent.publish({ hertz: 1_000 });
  await agent.hears({ caller: 1_000 });
  const times = (await agent.page.evaluate(`lab.roundTrips('caller', ${runs})`)) as number[];
  phone.close();
  await agent.close();
  await lab.engine.endSession('echo');
  return spread(times);
}

async function telephone(lab: MediaLab, sessionId: string, legId: string): Promise<TelephonePeer> {
  const phone = await openTelephonePeer();
  phone.call(must(await lab.engine.addTelephoneLeg({ sessionId, legId, role: 'customer' })));
  must(await lab.engine.connectTelephoneLeg(sessionId, legId, phone.parameters));
  return phone;
}

interface Bridge {
  readonly sessionId: string;
  readonly phone: TelephonePeer;
  readonly browser: BrowserPeer;
}

/** A call between a telephone and the connections of a browser, whose crypto the engine does; both send a tone. */
async function openBridge(lab: MediaLab, sessionId: string): Promise<Bridge> {
  must(await lab.engine.createSession({ sessionId, audio: 'g711' }));
  must(await lab.engine.addBrowserLeg({ sessionId, legId: 'agent', role: 'agent' }));
  const phone = await telephone(lab, sessionId, 'caller');
  const browser = openBrowserPeer(lab.engine, sessionId, 'agent', 'g711');
  const kinds = ['audio'] as const;
  must(
    await lab.engine.setRoutes(sessionId, [
      { from: 'agent', to: 'caller', kinds },
      { from: 'caller', to: 'agent', kinds },
    ]),
  );
  phone.tone(440);
  await browser.publish(1_000);
  return { sessionId, phone, browser };
}

async function closeBridge(lab: MediaLab, { sessionId, phone, browser }: Bridge): Promise<void> {
  phone.close();
  await browser.close();
  await lab.engine.endSession(sessionId);
}

/** So many calls at once. */
async function bridge(lab: MediaLab, calls: number, length: number): Promise<Bridged> {
  const peers: Bridge[] = [];
  for (let call = 0; call < calls; call += 1) peers.push(await openBridge(lab, `call ${call}`));
  await seconds(3);
  const count = () =>
    peers
      .flatMap(({ phone, browser }) => [phone.received(), browser.received()])
      .reduce((sum, { packets, lost }) => ({ packets: sum.packets + packets, lost: sum.lost + lost }), {
        packets: 0,
        lost: 0,
      });
  const [before, processorBefore, begun] = [count(), await processorSeconds(lab.engine.pid), performance.now()];
  await seconds(length);
  const [after, processorAfter] = [count(), await processorSeconds(lab.engine.pid)];
  const elapsed = (performance.now() - begun) / 1_000;
  for (const peer of peers) await closeBridge(lab, peer);
  const lost = after.lost - before.lost;
  return {
    calls,
    expected: after.packets - before.packets + lost,
    lost,
    processorPercent: rounded(((processorAfter - processorBefore) / elapsed) * 100),
    seconds: rounded(elapsed),
  };
}

async function recover(lab: MediaLab): Promise<MediaResults['recovery']> {
  const up: Bridge[] = [];
  for (let call = 0; call < 10; call += 1) up.push(await openBridge(lab, `killed ${call}`));
  await Promise.all(up.map(({ phone }) => phone.hears([1_000])));
  const begun = performance.now();
  process.kill(lab.engine.pid ?? 0, 'SIGKILL');
  const { sessionIds } = await lab.event('engine_lost');
  const next = await openBridge(lab, 'next');
  await next.phone.hears([1_000]);
  const milliseconds = rounded(performance.now() - begun);
  for (const peer of [...up, next]) await closeBridge(lab, peer);
  return { milliseconds, lost: sessionIds.length };
}

/** Of the whole process since it began; 0 where the system does not tell. */
async function processorSeconds(pid: number | null): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}
