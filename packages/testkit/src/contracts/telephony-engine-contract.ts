import type { TelephonyEngine, TelephonyEvent, TelephonyReply } from '@alongside/domain';
import { afterEach, describe, expect, test } from 'vitest';
import type { TelephoneNetwork } from '../calls/telephone-network.ts';

const local = { host: '127.0.0.1', port: 40_000, srtpKey: 'A'.repeat(40) };
const ours = '+84241234567';
const theirs = '+84912345678';

/** What every telephony engine promises: see `TelephonyEngine`. `make` gives one with a carrier that nothing else uses. */
export function runTelephonyEngineContract(name: string, make: () => Promise<TelephoneNetwork>): void {
  const open: TelephoneNetwork[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((network) => network.close()));
  });

  async function begin() {
    const network = await make();
    open.push(network);
    const { engine, trunkId } = network;
    const events: TelephonyEvent[] = [];
    const waiting = new Set<() => void>();
    engine.subscribe((event) => {
      events.push(event);
      for (const look of [...waiting]) look();
    });
    const of = <Type extends TelephonyEvent['type']>(type: Type) =>
      events.filter((event): event is Extract<TelephonyEvent, { type: Type }> => event.type === type);
    const told = <Type extends TelephonyEvent['type']>(type: Type, count = 1) =>
      new Promise<Extract<TelephonyEvent, { type: Type }>>((resolve) => {
        const look = () => {
          const found = of(type)[count - 1];
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    const dial = (sipCallId = 'c', ringSeconds = 30) =>
      engine.dial({ sipCallId, via: { trunkId, number: theirs }, local, ringSeconds });
    const up = async (sipCallId = 'c') => {
      const before = of('answered').length;
      good(await dial(sipCallId));
      const telephone = await network.nextCall();
      await telephone.answer();
      await told('answered', before + 1);
      return telephone;
    };
    return { network, engine, of, told, dial, up };
  }
  function good(reply: TelephonyReply): void {
    if (!reply.ok) throw new Error(`${reply.refusal}: ${reply.message}`);
  }
  const refusal = (reply: TelephonyReply) => (reply.ok ? null : reply.refusal);

  describe(`the ${name} telephony engine`, () => {
    test('tells a call that comes in, lets it ring, answers it, and tells its end once', async () => {
      const { network, engine, of, told } = await begin();
      const caller = await network.call(theirs, ours);
      const { sipCallId, ...incoming } = await told('incoming');
      expect(incoming).toMatchObject({ trunkId: network.trunkId, from: theirs, to: ours });
      good(await engine.ring(sipCallId));
      await caller.rings();
      const confirmed = caller.isAnswered();
      good(await engine.answer(sipCallId, local));
      await confirmed;
      expect(refusal(await engine.answer(sipCallId, local))).toBe('wrong_state');
      expect(refusal(await engine.reject(sipCallId, 'busy'))).toBe('wrong_state');
      await caller.pressByInfo('5');
      expect(await told('dtmf')).toMatchObject({ sipCallId, digit: '5' });
      await caller.hangUp();
      expect(await told('ended')).toEqual({ type: 'ended', sipCallId, by: 'peer', failure: null, status: null });
      good(await engine.end(sipCallId));
      expect(of('ended')).toHaveLength(1);
    });

    test('hangs up a call that came in', async () => {
      const { network, engine, told } = await begin();
      const caller = await network.call(theirs, ours);
      const { sipCallId } = await told('incoming');
      const confirmed = caller.isAnswered();
      good(await engine.answer(sipCallId, local));
      await confirmed;
      good(await engine.end(sipCallId));
      await caller.isEnded();
      expect(await told('ended')).toMatchObject({ sipCallId, by: 'us', failure: null });
    });

    test('tells that a caller gave up, and answers nothing that is over', async () => {
      const { network, engine, told } = await begin();
      const caller = await network.call(theirs, ours);
      const { sipCallId } = await told('incoming');
      await caller.giveUp();
      expect(await told('ended')).toMatchObject({ sipCallId, by: 'peer', failure: 'cancelled' });
      expect(refusal(await engine.answer(sipCallId, local))).toBe('no_such_call');
    });

    test.each([
      ['busy', 486],
      ['declined', 603],
      ['unavailable', 480],
      ['not_found', 404],
    ] as const)('rejects a caller as %s', async (why, status) => {
      const { network, engine, told } = await begin();
      const caller = await network.call(theirs, ours);
      const { sipCallId } = await told('incoming');
      good(await engine.reject(sipCallId, why));
      expect(await caller.isRefused()).toBe(status);
      expect(await told('ended')).toMatchObject({ sipCallId, by: 'us', failure: 'refused', status });
    });

    test('calls a number: it rings, is answered, and is hung up there', async () => {
      const { network, of, told, dial } = await begin();
      good(await dial());
      const telephone = await network.nextCall();
      expect(telephone.number).toBe(theirs);
      await telephone.ring();
      expect(await told('ringing')).toMatchObject({ sipCallId: 'c' });
      await telephone.answer();
      expect(await told('answered')).toMatchObject({ sipCallId: 'c' });
      await telephone.hangUp();
      expect(await told('ended')).toEqual({ type: 'ended', sipCallId: 'c', by: 'peer', failure: null, status: null });
      expect(of('ended')).toHaveLength(1);
    });

    test.each([
      [486, 'busy'],
      [480, 'no_answer'],
      [404, 'unreachable'],
      [302, 'refused'],
      [403, 'refused'],
      [488, 'no_common_codec'],
      [503, 'trunk_down'],
    ] as const)('says what %i means: %s', async (status, failure) => {
      const { network, told, dial } = await begin();
      good(await dial());
      await (await network.nextCall()).refuse(status);
      expect(await told('ended')).toEqual({ type: 'ended', sipCallId: 'c', by: 'peer', failure, status });
    });

    test('gives up what nobody picks up', async () => {
      const { network, told, dial } = await begin();
      good(await dial('c', 0.05));
      const telephone = await network.nextCall();
      await telephone.ring();
      await telephone.isCancelled();
      expect(await told('ended')).toMatchObject({ by: 'us', failure: 'no_answer' });
    });

    test('calls only numbers, over trunks and telephones that there are, under ids of their own', async () => {
      const { network, engine, up, dial } = await begin();
      const call = { sipCallId: 'x', local, ringSeconds: 5 };
      const { trunkId } = network;
      for (const number of ['', '0912345678', '+0', '+84912345678;x=1', 'sip:a@b', '+84912345678\r\nX: 1'])
        expect(refusal(await engine.dial({ ...call, via: { trunkId, number } }))).toBe('bad_number');
      expect(refusal(await engine.dial({ ...call, via: { trunkId: 'no', number: theirs } }))).toBe('no_such_trunk');
      expect(refusal(await engine.dial({ ...call, via: { deviceOf: 'no' } }))).toBe('no_such_device');
      await up();
      expect(refusal(await dial('c'))).toBe('wrong_state');
    });

    test('knows only the calls that there are', async () => {
      const { engine } = await begin();
      const asked: ((engine: TelephonyEngine) => Promise<TelephonyReply>)[] = [
        (one) => one.ring('no'),
        (one) => one.answer('no', local),
        (one) => one.reject('no', 'busy'),
        (one) => one.hold('no', true),
        (one) => one.transfer('no', { number: theirs }),
      ];
      for (const ask of asked) expect(refusal(await ask(engine))).toBe('no_such_call');
      good(await engine.end('no'));
    });

    test('hands a call on, and is out of it when that worked', async () => {
      const { engine, told, up } = await begin();
      const telephone = await up();
      const taken = telephone.takesTransfer(200);
      good(await engine.transfer('c', { number: ours }));
      expect(await taken).toContain(ours);
      expect(await told('transferred')).toEqual({ type: 'transferred', sipCallId: 'c', ok: true, status: 200 });
      await telephone.isEnded();
      expect(await told('ended')).toMatchObject({ sipCallId: 'c', by: 'us' });
    });

    test('keeps a call whose transfer failed', async () => {
      const { engine, of, told, up } = await begin();
      const telephone = await up();
      const taken = telephone.takesTransfer(486);
      good(await engine.transfer('c', { number: ours }));
      await taken;
      expect(await told('transferred')).toMatchObject({ ok: false, status: 486 });
      expect(of('ended')).toEqual([]);
      expect(refusal(await engine.transfer('c', { number: 'x' }))).toBe('bad_number');
      expect(refusal(await engine.transfer('c', { sipCallId: 'no' }))).toBe('no_such_call');
    });

    test('does nothing more once it is closed', async () => {
      const { engine, told, up } = await begin();
      const telephone = await up();
      const closing = engine.close();
      await telephone.isEnded();
      await closing;
      expect(await told('ended')).toMatchObject({ sipCallId: 'c', by: 'us' });
      expect(
        refusal(await engine.dial({ sipCallId: 'd', via: { trunkId: 't', number: theirs }, local, ringSeconds: 1 })),
      ).toBe('engine_away');
    });
  });
}
