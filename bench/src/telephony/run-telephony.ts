import { randomBytes, randomUUID } from 'node:crypto';
import type { TelephonyEvent } from '@alongside/domain';
import { createTelephonyEngine } from '@alongside/telephony';
import { findProgram, freePort, Heard, RawPeer, sdp, silent, sipp, trunkAt } from '@alongside/telephony/testing';
import type { Context } from '../parts/context.ts';
import { median, quantile, rounded } from '../report/statistics.ts';
import { runStory, type StoryResults } from './run-story.ts';

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly runs: number;
}

export interface TelephonyResults {
  /** An INVITE leaves a carrier until the engine tells of it. Milliseconds, on loopback. */
  readonly incoming: Spread;
  /** The engine is told to answer until it has the ACK. Milliseconds, on loopback. */
  readonly confirmed: Spread;
  /** Calls a second by sipp beside those that are measured; 0: there is no sipp. */
  readonly beside: number;
  /** Of these calls how many went as they should. */
  readonly crowd: { readonly calls: number; readonly good: number };
  /** What people wait for; absent in figures of before it was measured. */
  readonly story?: StoryResults;
}

const local = { host: '127.0.0.1', port: 40_000, srtpKey: 'A'.repeat(40) };

/** SIP alone, then the whole way to the agent's screen and to sound. */
export async function runTelephony(
  context: Pick<Context, 'quick' | 'say' | 'main' | 'postgres' | 'profile'>,
): Promise<TelephonyResults> {
  const alone = await runSip(context);
  return { ...alone, story: await runStory(context) };
}

/** How soon SIP itself is through, alone in a process, while a carrier sends calls without a pause. */
async function runSip(context: Pick<Context, 'quick' | 'say'>): Promise<TelephonyResults> {
  const runs = context.quick ? 50 : 400;
  const engine = await createTelephonyEngine({
    listen: [{ transport: 'udp', host: '127.0.0.1', port: 0 }],
    random: { bytes: (count) => randomBytes(count), uuid: () => randomUUID() },
    log: silent,
  });
  const port = engine.addresses()[0]?.port ?? 0;
  const peer = await RawPeer.open(() => port);
  try {
    await engine.setTrunks([trunkAt(peer.port)]);
    peer.reply(await peer.request('OPTIONS'), 200);
    const heard = new Heard(engine);
    await heard.until('trunk');
    const rate = findProgram('sipp') === null ? 0 : 50;
    const calls = rate * (context.quick ? 4 : 20);
    const crowd =
      rate === 0
        ? null
        : sipp({ scenario: 'uac', port: await freePort(), to: port, calls, more: ['-r', `${rate}`, '-d', '500'] });
    const incoming: number[] = [];
    const confirmed: number[] = [];
    const unsubscribe = engine.subscribe((event) => {
      if (event.type === 'incoming' && event.fromName !== 'Measured') void engine.answer(event.sipCallId, local);
    });
    for (let run = 0; run < runs; run += 1) {
      const told = new Promise<{ id: string; at: number }>((resolve) => {
        const stop = engine.subscribe((event: TelephonyEvent) => {
          if (event.type !== 'incoming' || event.fromName !== 'Measured') return;
          resolve({ id: event.sipCallId, at: performance.now() });
          stop();
        });
      });
      const from = '"Measured" <sip:+84912345678@127.0.0.1>;tag=m';
      const sent = performance.now();
      const invite = peer.ask('INVITE', { from, body: sdp() });
      const { id, at } = await told;
      incoming.push(at - sent);
      const begun = performance.now();
      const answered = engine.answer(id, local);
      const answer = await peer.response(200);
      const inside = { callId: invite.callId, from, to: `${invite.to};tag=${answer.to.parameters.get('tag')}` };
      peer.ask('ACK', { ...inside, cseq: 1 });
      await answered;
      confirmed.push(performance.now() - begun);
      peer.ask('BYE', { ...inside, cseq: 2 });
      await peer.response(200);
    }
    const crowdCode = crowd === null ? 0 : (await crowd.done).code;
    unsubscribe();
    const bad = heard.of('ended').filter(({ failure }) => failure !== null).length;
    const results = {
      incoming: spread(incoming),
      confirmed: spread(confirmed),
      beside: rate,
      crowd: { calls, good: crowdCode === 0 ? calls - bad : 0 },
    };
    context.say(
      `telephony: INVITE to event ${results.incoming.p50} / ${results.incoming.p95} ms, answer to ACK ${results.confirmed.p50} / ${results.confirmed.p95} ms, beside ${rate} calls/s`,
    );
    return results;
  } finally {
    await engine.close();
    await peer.close();
  }
}

function spread(times: readonly number[]): Spread {
  return { p50: rounded(median(times)), p95: rounded(quantile(times, 0.95)), runs: times.length };
}
