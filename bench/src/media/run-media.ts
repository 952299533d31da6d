import type { LegRole, MediaReply } from '@alongside/domain';
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
import { median, quantile, rounded } from '../report/statistics.ts';

interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly runs: number;
}

export interface Bridged {
  readonly calls: number;
  /** Packets, of both directions. */
  readonly expected: number;
  readonly lost: number;
  /** Of one core, by the engine's process. */
  readonly processorPercent: number;
}

export interface MediaResults {
  /** Both sides, whose cameras are open, begin when the call is accepted, until the later one has decoded the other's first picture. Milliseconds. */
  readonly firstFrame: Spread;
  /** A beep in a browser until it is heard there again, sent back by a telephone. Milliseconds. */
  readonly roundTrip: Spread;
  /** From the kill of the engine's process with ten calls up until the next call's packets arrive. Milliseconds; `lost`: sessions told as lost. */
  readonly recovery: { readonly milliseconds: number; readonly lost: number };
  /** Calls between a browser and a telephone in one process, step by step. */
  readonly bridged: readonly Bridged[];
}

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1_000));

function must<Value>(reply: MediaReply<Value>): Value {
  if (!reply.ok) throw new Error(`${reply.refusal}: ${reply.message}`);
  return reply.value;
}

/** Figures of the media engine on loopback. */
export async function runMedia(context: Pick<Context, 'quick' | 'say'>): Promise<MediaResults> {
  const browser = await launchWithDevices();
  const lab = await startMediaLab(browser);
  try {
    const firstFrame = await firstFrames(lab, context.quick ? 5 : 25);
    context.say(`media: first frame ${firstFrame.p50} / ${firstFrame.p95} ms`);
    const roundTrip = await roundTrips(lab, context.quick ? 5 : 25);
    context.say(`media: browser to telephone and back ${roundTrip.p50} / ${roundTrip.p95} ms`);
    await browser.close();
    const bridged: Bridged[] = [];
    for (const calls of context.quick ? [40] : [40, 60, 80, 100, 120]) {
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

async function firstFrames(lab: MediaLab, runs: number): Promise<Spread> {
  const times: number[] = [];
  const kinds = ['audio', 'video'] as const;
  for (let run = 0; run < runs; run += 1) {
    const sessionId = `first ${run}`;
    must(await lab.engine.createSession({ sessionId, audio: 'opus' }));
    const join = (legId: string, role: LegRole) => lab.join(sessionId, legId, role);
    const [customer, agent] = await Promise.all([join('customer', 'customer'), join('agent', 'agent')]);
    await customer.page.evaluate(`lab.prepare({ hertz: 440, video: true })`);
    await agent.page.evaluate(`lab.prepare({ hertz: 1000, video: true })`);
    const begun = Date.now();
    must(
      await lab.engine.setRoutes(sessionId, [
        { from: 'customer', to: 'agent', kinds },
        { from: 'agent', to: 'customer', kinds },
      ]),
    );
    await Promise.all([customer.publish({ hertz: 440, video: true }), agent.publish({ hertz: 1_000, video: true })]);
    const seen = async (page: typeof agent.page, from: string) =>
      (await (await page.waitForFunction(`lab.firstFrameAt['${from} video']`)).jsonValue()) as number;
    const frames = await Promise.all([seen(customer.page, 'agent'), seen(agent.page, 'customer')]);
    times.push(Math.max(...frames) - begun);
    await Promise.all([customer.close(), agent.close(), lab.engine.endSession(sessionId)]);
  }
  return spread(times);
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

/** So many calls at once, each between a telephone and the connections of a browser, whose crypto the engine does. */
async function bridge(lab: MediaLab, calls: number, length: number): Promise<Bridged> {
  const peers: { readonly phone: TelephonePeer; readonly browser: BrowserPeer }[] = [];
  const kinds = ['audio'] as const;
  for (let call = 0; call < calls; call += 1) {
    const sessionId = `call ${call}`;
    must(await lab.engine.createSession({ sessionId, audio: 'g711' }));
    must(await lab.engine.addBrowserLeg({ sessionId, legId: 'agent', role: 'agent' }));
    const phone = await telephone(lab, sessionId, 'caller');
    const browser = openBrowserPeer(lab.engine, sessionId, 'agent', 'g711');
    must(
      await lab.engine.setRoutes(sessionId, [
        { from: 'agent', to: 'caller', kinds },
        { from: 'caller', to: 'agent', kinds },
      ]),
    );
    phone.tone(440);
    await browser.publish(1_000);
    peers.push({ phone, browser });
  }
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
  for (const [call, { phone, browser }] of peers.entries()) {
    phone.close();
    await browser.close();
    await lab.engine.endSession(`call ${call}`);
  }
  const lost = after.lost - before.lost;
  return {
    calls,
    expected: after.packets - before.packets + lost,
    lost,
    processorPercent: rounded(((processorAfter - processorBefore) / elapsed) * 100),
  };
}

async function recover(lab: MediaLab): Promise<MediaResults['recovery']> {
  for (let call = 0; call < 10; call += 1)
    must(await lab.engine.createSession({ sessionId: `killed ${call}`, audio: 'g711' }));
  const begun = performance.now();
  process.kill(lab.engine.pid ?? 0, 'SIGKILL');
  const { sessionIds } = await lab.event('engine_lost');
  must(await lab.engine.createSession({ sessionId: 'next', audio: 'g711' }));
  must(await lab.engine.addBrowserLeg({ sessionId: 'next', legId: 'agent', role: 'agent' }));
  const phone = await telephone(lab, 'next', 'caller');
  const browser = openBrowserPeer(lab.engine, 'next', 'agent', 'g711');
  must(await lab.engine.setRoutes('next', [{ from: 'agent', to: 'caller', kinds: ['audio'] }]));
  await browser.publish(1_000);
  await phone.hears([1_000]);
  const milliseconds = rounded(performance.now() - begun);
  phone.close();
  await browser.close();
  await lab.engine.endSession('next');
  return { milliseconds, lost: sessionIds.length };
}

/** Of the whole process since it began; 0 where the system does not tell. */
async function processorSeconds(pid: number | null): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

function spread(values: readonly number[]): Spread {
  return { p50: rounded(median(values)), p95: rounded(quantile(values, 0.95)), runs: values.length };
}
