import type { MediaEngine, MediaEvent, MediaReply } from '@alongside/domain';
import { afterEach, describe, expect, test } from 'vitest';

/**
 * What every media engine promises without a browser at hand: see `MediaEngine`. `make` gives one engine that nothing else uses. Sound and pictures are
 * proven by the engine's own tests, with real peers.
 */
export function runMediaEngineContract(name: string, make: () => MediaEngine | Promise<MediaEngine>): void {
  const open: MediaEngine[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((engine) => engine.close()));
  });

  async function begin(audio: 'opus' | 'g711' = 'g711') {
    const engine = await make();
    open.push(engine);
    const events: MediaEvent[] = [];
    const waiting = new Set<() => void>();
    engine.subscribe((event) => {
      events.push(event);
      for (const look of waiting) look();
    });
    const told = <Type extends MediaEvent['type']>(type: Type) =>
      new Promise<Extract<MediaEvent, { type: Type }>>((resolve) => {
        const look = () => {
          const found = events.find((event) => event.type === type);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found as Extract<MediaEvent, { type: Type }>);
        };
        waiting.add(look);
        look();
      });
    value(await engine.createSession({ sessionId: 's', audio }));
    return { engine, events, told };
  }
  function value<Value>(reply: MediaReply<Value>): Value {
    if (!reply.ok) throw new Error(`${reply.refusal}: ${reply.message}`);
    return reply.value;
  }
  const refusal = (reply: MediaReply<unknown>) => (reply.ok ? null : reply.refusal);
  const telephone = (engine: MediaEngine, legId: string) =>
    engine.addTelephoneLeg({ sessionId: 's', legId, role: 'customer' });
  const browser = (engine: MediaEngine, legId: string) =>
    engine.addBrowserLeg({ sessionId: 's', legId, role: 'agent' });
  const remote = { host: '127.0.0.1', port: 9, codec: 'PCMU', dtmfPayloadType: 101, srtpKey: null } as const;
  const candidate = { candidate: '', sdpMid: null, sdpMLineIndex: null };

  describe(`the ${name} media engine`, () => {
    test('a session may be asked for twice with the same sound, and ended twice', async () => {
      const { engine } = await begin();
      value(await browser(engine, 'a'));
      value(await engine.createSession({ sessionId: 's', audio: 'g711' }));
      expect(refusal(await engine.createSession({ sessionId: 's', audio: 'opus' }))).toBe('too_many');
      value(await engine.removeLeg('s', 'a'));
      value(await engine.removeLeg('s', 'a'));
      value(await engine.endSession('s'));
      value(await engine.endSession('s'));
      expect(refusal(await browser(engine, 'a'))).toBe('no_such_session');
      value(await engine.createSession({ sessionId: 's', audio: 'opus' }));
    });

    test('what names no session or no leg is refused as such, whatever is asked', async () => {
      const { engine } = await begin();
      const asked = (sessionId: string) => [
        engine.connectTelephoneLeg(sessionId, 'x', remote),
        engine.publish(sessionId, 'x', { sdp: 'v=0', screens: [] }),
        engine.answer(sessionId, 'x', 1, 'v=0'),
        engine.candidate(sessionId, 'x', 'publish', candidate),
        engine.restartIce(sessionId, 'x'),
        engine.setRoutes(sessionId, [{ from: 'x', to: 'y', kinds: ['audio'] }]),
        engine.play(sessionId, 'x', { kind: 'silence' }),
        engine.stopPlaying(sessionId, 'x'),
        engine.sendDtmf(sessionId, 'x', '1'),
        engine.startRecording(sessionId, { legIds: ['x'], modes: ['mixed'] }),
      ];
      const recording = [
        engine.removeLeg('no', 'x'),
        engine.pauseRecording('no'),
        engine.resumeRecording('no'),
        engine.stopRecording('no'),
      ];
      for (const reply of await Promise.all([...asked('no'), ...recording]))
        expect(refusal(reply)).toBe('no_such_session');
      for (const reply of await Promise.all(asked('s'))) expect(refusal(reply)).toBe('no_such_leg');
    });

    test('a telephone leg has a place of its own and a key of 30 octets', async () => {
      const { engine } = await begin();
      const [one, other] = [value(await telephone(engine, 'a')), value(await telephone(engine, 'b'))];
      expect(one.port).not.toBe(other.port);
      for (const { host, srtpKey } of [one, other])
        expect([host.length > 0, Buffer.from(srtpKey, 'base64').length]).toEqual([true, 30]);
      expect(one.srtpKey).not.toBe(other.srtpKey);
      value(await engine.connectTelephoneLeg('s', 'a', remote));
      value(await engine.connectTelephoneLeg('s', 'a', { ...remote, port: 10, codec: 'PCMA' }));
    });

    test('a leg is named once, and its name is free again when it is gone', async () => {
      const { engine } = await begin();
      value(await browser(engine, 'a'));
      expect(refusal(await browser(engine, 'a'))).toBe('too_many');
      value(await engine.removeLeg('s', 'a'));
      value(await telephone(engine, 'a'));
    });

    test('a telephone is refused where browsers have opus', async () => {
      const { engine } = await begin('opus');
      expect(refusal(await telephone(engine, 'a'))).toBe('bad_description');
    });

    test('a table that names a stranger is refused whole', async () => {
      const { engine } = await begin();
      value(await browser(engine, 'a'));
      value(await telephone(engine, 'b'));
      const good = { from: 'a', to: 'b', kinds: ['audio'] } as const;
      value(await engine.setRoutes('s', [good]));
      expect(refusal(await engine.setRoutes('s', [good, { from: 'a', to: 'stranger', kinds: ['audio'] }]))).toBe(
        'no_such_leg',
      );
      expect(refusal(await engine.setRoutes('s', [], [{ from: 'a', to: 'stranger', kinds: ['audio'] }]))).toBe(
        'no_such_leg',
      );
      value(await engine.setRoutes('s', [], [good]));
      value(await engine.setRoutes('s', []));
    });

    test('what is for telephones is refused to a browser, and the other way round', async () => {
      const { engine } = await begin();
      value(await browser(engine, 'a'));
      value(await telephone(engine, 'b'));
      expect(refusal(await engine.play('s', 'a', { kind: 'tone', hertz: 425 }))).toBe('no_such_leg');
      expect(refusal(await engine.sendDtmf('s', 'a', '1'))).toBe('no_such_leg');
      expect(refusal(await engine.publish('s', 'b', { sdp: 'v=0', screens: [] }))).toBe('no_such_leg');
      value(await engine.play('s', 'b', { kind: 'tone', hertz: 425 }));
      value(await engine.stopPlaying('s', 'b'));
      value(await engine.stopPlaying('s', 'b'));
    });

    test('an offer that is none is refused, an answer to no offer is ignored, a candidate may come before all', async () => {
      const { engine } = await begin();
      value(await browser(engine, 'a'));
      value(await engine.candidate('s', 'a', 'subscribe', candidate));
      expect(refusal(await engine.publish('s', 'a', { sdp: 'nonsense', screens: [] }))).toBe('bad_description');
      value(await engine.answer('s', 'a', 0, 'nonsense'));
      value(await engine.restartIce('s', 'a'));
    });

    test('a recording ends in files that are told, one for each leg and one for all', async () => {
      const { engine, told } = await begin();
      value(await telephone(engine, 'a'));
      value(await browser(engine, 'b'));
      value(await engine.startRecording('s', { legIds: ['a', 'b'], modes: ['per_leg', 'mixed'] }));
      expect(refusal(await engine.startRecording('s', { legIds: ['a'], modes: ['mixed'] }))).toBe('too_many');
      value(await engine.pauseRecording('s'));
      value(await engine.resumeRecording('s'));
      value(await engine.stopRecording('s'));
      const { sessionId, files } = await told('recorded');
      expect([sessionId, files.map(({ legId }) => legId)]).toEqual(['s', ['a', 'b', null]]);
      expect(new Set(files.map(({ path }) => path)).size).toBe(3);
    });

    test('pausing, resuming and stopping what is not recorded is no error and tells nothing', async () => {
      const { engine, events } = await begin();
      value(await engine.pauseRecording('s'));
      value(await engine.resumeRecording('s'));
      value(await engine.stopRecording('s'));
      value(await engine.endSession('s'));
      expect(events).toEqual([]);
    });

    test('the end of a session ends its recording first', async () => {
      const { engine, told, events } = await begin();
      value(await telephone(engine, 'a'));
      value(await engine.startRecording('s', { legIds: ['a'], modes: ['per_leg'] }));
      value(await engine.endSession('s'));
      expect((await told('recorded')).files).toHaveLength(1);
      expect(events.filter(({ type }) => type === 'recorded')).toHaveLength(1);
    });

    test('a listener that stopped hears nothing, and one that fails does not keep an event from the others', async () => {
      const { engine, told } = await begin();
      const stopped: MediaEvent[] = [];
      const stop = engine.subscribe((event) => stopped.push(event));
      engine.subscribe(() => {
        throw new Error('a listener of the contract fails on purpose');
      });
      stop();
      stop();
      value(await telephone(engine, 'a'));
      value(await engine.startRecording('s', { legIds: ['a'], modes: ['mixed'] }));
      value(await engine.stopRecording('s'));
      await told('recorded');
      expect(stopped).toEqual([]);
    });

    test('after the close everything is refused as away, and closing twice is harmless', async () => {
      const { engine } = await begin();
      await engine.close();
      await engine.close();
      expect(refusal(await engine.createSession({ sessionId: 't', audio: 'opus' }))).toBe('engine_away');
      expect(refusal(await engine.endSession('s'))).toBe('engine_away');
    });
  });
}
