import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineClock, systemClock } from '../clock.ts';
import { createTelephonyEngine } from '../create-telephony-engine.ts';
import { missing } from '../testing/programs.ts';
import { local, quick, random, silent, trunkAt } from '../testing/settings.ts';
import { freePort, sipp } from '../testing/sipp.ts';
import { Heard } from '../testing/stage.ts';

const why = missing('sipp', 'sip-tester');
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

const file = (name: string) => new URL(`./scenarios/${name}.xml`, import.meta.url);

/** sipp takes every OPTIONS for a call of its own: once the trunk has not answered it is not asked again for as long as a test lasts. */
const patient: EngineClock = {
  now: () => systemClock.now(),
  after: (milliseconds, run) =>
    systemClock.after(milliseconds > 1_500 && milliseconds < 3_000 ? 60_000 : milliseconds, run),
};

async function begin(transport: 'udp' | 'tcp' = 'udp') {
  const engine = await createTelephonyEngine({
    listen: [{ transport, host: '127.0.0.1', port: 0 }],
    random,
    log: silent,
    timing: quick,
    clock: patient,
  });
  open.push(engine);
  const port = await freePort();
  const heard = new Heard(engine);
  await engine.setTrunks([trunkAt(port, { transport, mode: 'address' })]);
  return { engine, heard, port, to: engine.addresses()[0]?.port ?? 0 };
}

describe('a carrier played by sipp', () => {
  beforeEach(({ skip }) => {
    if (why !== null) skip(why);
  });

  it.each([
    ['call', null],
    ['lost-ack', { by: 'us', failure: 'network' }],
    ['doubled-invite', null],
    ['cancel-race', null],
    ['re-invite', null],
    ['dtmf', null],
  ] as const)('%s: we ring and answer', async (name, end) => {
    const { engine, heard, port, to } = await begin();
    engine.subscribe((event) => {
      if (event.type === 'incoming')
        void engine.ring(event.sipCallId).then(() => engine.answer(event.sipCallId, local));
    });
    const { code, output } = await sipp({ scenario: file(name), port, to }).done;
    expect(code, output).toBe(0);
    const ended = await heard.until('ended');
    expect(ended).toMatchObject(end ?? { by: 'peer', failure: null });
    expect(heard.of('incoming')).toHaveLength(1);
    expect(heard.of('ended')).toHaveLength(1);
    if (name === 'dtmf') expect(heard.of('dtmf').map(({ digit }) => digit)).toEqual(['7']);
    if (name === 're-invite')
      expect(heard.of('changed').map(({ sends, receives }) => [sends, receives])).toEqual([
        [true, false],
        [true, true],
      ]);
  });

  it('cancel: it rings only', async () => {
    const { engine, heard, port, to } = await begin();
    engine.subscribe((event) => void (event.type === 'incoming' && engine.ring(event.sipCallId)));
    const { code, output } = await sipp({ scenario: file('cancel'), port, to }).done;
    expect(code, output).toBe(0);
    expect(heard.of('ended')).toMatchObject([{ by: 'peer', failure: 'cancelled', status: 487 }]);
  });

  it('bye-race: we hang up as soon as we have answered', async () => {
    const { engine, heard, port, to } = await begin();
    engine.subscribe((event) => {
      if (event.type === 'incoming') void engine.answer(event.sipCallId, local).then(() => engine.end(event.sipCallId));
    });
    const { code, output } = await sipp({ scenario: file('bye-race'), port, to }).done;
    expect(code, output).toBe(0);
    expect(heard.of('ended')).toHaveLength(1);
  });

  it('malformed: nothing comes of it, and the next message is answered', async () => {
    const { heard, port, to } = await begin();
    const { code, output } = await sipp({ scenario: file('malformed'), port, to }).done;
    expect(code, output).toBe(0);
    expect(heard.of('incoming')).toEqual([]);
  });

  it.each(['answer', 'lost-requests'])('%s: we call', async (name) => {
    const { engine, heard, port, to } = await begin();
    await heard.until('trunk');
    const carrier = sipp({ scenario: file(name), port, to, waits: true });
    await carrier.listens;
    await engine.dial({ sipCallId: 'c', via: { trunkId: 'trunk-1', number: '+84912345678' }, local, ringSeconds: 10 });
    expect(await heard.until('answered')).toMatchObject({ remote: { codec: 'PCMU', dtmfPayloadType: 101 } });
    await engine.end('c');
    const { code, output } = await carrier.done;
    expect(code, output).toBe(0);
    expect(heard.of('ended')).toHaveLength(1);
  });

  it('redirect: we call and go nowhere else', async () => {
    const { engine, heard, port, to } = await begin();
    await heard.until('trunk');
    const carrier = sipp({ scenario: file('redirect'), port, to, waits: true });
    await carrier.listens;
    await engine.dial({ sipCallId: 'c', via: { trunkId: 'trunk-1', number: '+84912345678' }, local, ringSeconds: 10 });
    expect(await heard.until('ended')).toMatchObject({ failure: 'refused', status: 302 });
    const { code, output } = await carrier.done;
    expect(code, output).toBe(0);
  });

  it('200 calls at 50 a second, each told once, none left', async () => {
    const { engine, heard, port, to } = await begin();
    engine.subscribe((event) => {
      if (event.type === 'incoming')
        void engine.ring(event.sipCallId).then(() => engine.answer(event.sipCallId, local));
    });
    const flood = sipp({ scenario: 'uac', port, to, calls: 200, more: ['-r', '50', '-d', '200'] });
    const { code, output } = await flood.done;
    expect(code, output).toBe(0);
    await heard.until('ended', 200);
    expect(heard.of('incoming')).toHaveLength(200);
    expect(heard.of('ended').filter(({ failure }) => failure !== null)).toEqual([]);
  });

  it('calls by TCP', async () => {
    const { engine, heard, port, to } = await begin('tcp');
    engine.subscribe((event) => {
      if (event.type === 'incoming')
        void engine.ring(event.sipCallId).then(() => engine.answer(event.sipCallId, local));
    });
    const { code, output } = await sipp({ scenario: file('call'), port, to, more: ['-t', 't1'] }).done;
    expect(code, output).toBe(0);
    await heard.until('ended');
  });
});
