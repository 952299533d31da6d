import type { Logger } from '@alongside/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelephonyEngine } from '../create-telephony-engine.ts';
import { Baresip } from '../testing/baresip.ts';
import { missing } from '../testing/programs.ts';
import { device, local, random, silent, trunkAt } from '../testing/settings.ts';
import { Heard } from '../testing/stage.ts';

const why = missing('baresip', 'baresip');
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function engineWith(log: Logger = silent) {
  const engine = await createTelephonyEngine({
    listen: [{ transport: 'udp', host: '127.0.0.1', port: 0 }],
    random,
    log,
  });
  open.push(() => engine.close());
  return { engine, heard: new Heard(engine), to: engine.addresses()[0]?.port ?? 0 };
}

async function telephone(account: string): Promise<Baresip> {
  const made = await Baresip.start(account);
  open.push(() => made.stop());
  return made;
}

const asAgent = (to: number, password = device.password) =>
  `<sip:${device.username}@127.0.0.1:${to}>;auth_user=${device.username};auth_pass=${password};regint=60;answermode=auto;audio_codecs=pcmu`;

describe('a telephone (baresip)', () => {
  beforeEach(({ skip }) => {
    if (why !== null) skip(why);
  });

  it('signs in as an agent’s, is called, held, and hung up', async () => {
    const { engine, heard, to } = await engineWith();
    await engine.setDevices([{ ...device, password: 'secret1' }]);
    const phone = await telephone(asAgent(to, 'secret1'));
    expect(await heard.until('device')).toMatchObject({ agentId: 'agent-1', state: 'registered' });
    await engine.dial({ sipCallId: 'd', via: { deviceOf: 'agent-1' }, local, ringSeconds: 10 });
    const answered = await heard.until('answered');
    expect(answered.remote).toMatchObject({ codec: 'PCMU', srtpKey: null });
    expect(await engine.hold('d', true)).toEqual({ ok: true, value: undefined });
    expect(await engine.hold('d', false)).toEqual({ ok: true, value: undefined });
    await engine.end('d');
    await phone.until('CALL_CLOSED');
    expect(heard.of('ended')).toHaveLength(1);
  });

  it('with a wrong password is not signed in, and not heard when it goes on', async () => {
    let banned = () => {};
    const isBanned = new Promise<void>((resolve) => {
      banned = resolve;
    });
    const { engine, heard, to } = await engineWith({ ...silent, warn: () => banned() });
    await engine.setDevices([{ ...device, password: 'secret1' }]);
    await telephone(asAgent(to, 'wrong'));
    await isBanned;
    expect(heard.of('device')).toEqual([]);
  });

  it('calls a number of the company, holds, and hangs up', async () => {
    const { engine, heard, to } = await engineWith();
    const phone = await telephone(`<sip:+84912345678@127.0.0.1:${to}>;regint=0;audio_codecs=pcma,pcmu`);
    await engine.setTrunks([trunkAt(phone.port)]);
    phone.command('dial', `sip:+84241234567@127.0.0.1:${to}`);
    const incoming = await heard.until('incoming');
    expect(incoming).toMatchObject({ from: '+84912345678', to: '+84241234567', remote: { codec: 'PCMU' } });
    await engine.ring(incoming.sipCallId);
    expect((await engine.answer(incoming.sipCallId, local)).ok).toBe(true);
    await phone.until('CALL_ESTABLISHED');
    phone.command('hold');
    expect(await heard.until('changed')).toMatchObject({ receives: false });
    phone.command('resume');
    expect(await heard.until('changed', 2)).toMatchObject({ sends: true, receives: true });
    phone.command('hangup');
    expect(await heard.until('ended')).toMatchObject({ by: 'peer', failure: null });
  });

  it('is handed on by us', async () => {
    const { engine, heard, to } = await engineWith();
    const phone = await telephone(`<sip:+84912345678@127.0.0.1:${to}>;regint=0;audio_codecs=pcmu`);
    // The carrier's address is ours: what it is told to call comes back.
    await engine.setTrunks([trunkAt(to)]);
    phone.command('dial', `sip:+84241234567@127.0.0.1:${to}`);
    const first = await heard.until('incoming');
    await engine.answer(first.sipCallId, local);
    await phone.until('CALL_ESTABLISHED');
    const transferring = engine.transfer(first.sipCallId, { number: '+84281234567' });
    const second = await heard.until('incoming', 2);
    expect(second.to).toBe('+84281234567');
    await engine.answer(second.sipCallId, local);
    expect((await transferring).ok).toBe(true);
    expect(await heard.until('transferred')).toMatchObject({ sipCallId: first.sipCallId, ok: true });
    expect(await heard.until('ended')).toMatchObject({ sipCallId: first.sipCallId });
  });
});
