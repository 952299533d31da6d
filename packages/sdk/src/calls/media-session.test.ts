import { describe, expect, it } from 'vitest';
import { AlongsideError, networkLost } from '../errors.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { FakeRtc } from '../testing/fake-rtc.ts';
import { createTimers } from '../timers.ts';
import { createLocalMedia } from './local-media.ts';
import { createMediaSession, type LegSignalling } from './media-session.ts';
import type { CandidateLike } from './rtc.ts';

const quiet = { debug() {}, info() {}, warn() {} };
const offerOf = (...lines: string[]) =>
  `v=0\r\na=ice-ufrag:e1\r\n${lines.map((line) => `m=${line.split(' ')[0]} 9\r\na=mid:${line.split(' ')[1]}\r\n`).join('')}`;
const answerTo = (sdp: string) => ({ sdp });
const candidate = (text: string): CandidateLike => ({ candidate: text, sdpMid: '0', sdpMLineIndex: 0 });

function bench(over: Partial<LegSignalling> = {}) {
  const rtc = new FakeRtc();
  const clock = new FakeClock();
  const said: string[] = [];
  const errors: string[] = [];
  const local = createLocalMedia({ media: rtc.media, logger: quiet });
  const media = createMediaSession({
    rtc,
    local,
    iceServers: [],
    timers: createTimers(clock),
    logger: quiet,
    failed: ({ code }) => errors.push(code),
    signalling: {
      async publish({ sdp, screens }) {
        said.push(`publish ${sdp.match(/ufrag:(\w+)/)?.[1]} ${sdp.match(/m=/g)?.length ?? 0} [${screens.join()}]`);
        return answerTo(sdp);
      },
      async answer(negotiation) {
        said.push(`answer ${negotiation}`);
      },
      candidate: (side, { candidate: text }) => said.push(`${side} ${text || 'end'}`),
      async restartIce() {
        said.push('restart');
      },
      ...over,
    },
  });
  // What a person does and what the wire does, on one object.
  const close = () => {
    media.close();
    local.close();
  };
  const session = { ...media, ...local, state: media.state, local: local.state, close };
  const [publishing, subscribing] = rtc.peers as [FakeRtc['peers'][0], FakeRtc['peers'][0]];
  const connect = async () => {
    for (const peer of rtc.peers) peer.become('connected');
    await settle();
  };
  return { rtc, clock, said, errors, session, publishing, subscribing, connect };
}

describe('the connection that is sent on', () => {
  it('offers once for each new line and names the screen, one offer at a time', async () => {
    let release = () => {};
    const { said, session, publishing } = bench({
      publish: ({ sdp, screens }) => {
        said.push(`publish ${sdp.match(/m=/g)?.length} [${screens.join()}]`);
        return new Promise((resolve) => {
          release = () => resolve(answerTo(sdp));
        });
      },
    });
    await session.on('microphone');
    await settle();
    await session.on('camera');
    await session.on('screen');
    await settle();
    expect(said).toEqual(['publish 1 []']);
    release();
    await settle();
    expect(said.filter((line) => line.startsWith('publish ') && line.includes('['))).toEqual([
      'publish 1 []',
      'publish 3 [2]',
    ]);
    release();
    await settle();
    expect(publishing.signalingState).toBe('stable');
    expect(publishing.getTransceivers().map(({ sender }) => sender.getParameters().encodings[0]?.maxBitrate)).toEqual([
      48_000, 1_000_000, 1_500_000,
    ]);
  });

  it('tells its candidates only when the engine knows it, and keeps those of the engine until they can be used', async () => {
    let release = () => {};
    const { said, session, publishing } = bench({
      publish: ({ sdp }) =>
        new Promise((resolve) => {
          release = () => resolve(answerTo(sdp));
        }),
    });
    await session.on('microphone');
    await settle();
    session.candidate('publish', candidate('early'));
    expect([said, publishing.added]).toEqual([[], []]);
    release();
    await settle();
    expect(said).toEqual(['publish candidate:1', 'publish end']);
    expect(publishing.added.map((one) => one.candidate)).toEqual(['early']);
  });

  it('asks again for what was lost with the signalling, when that is back', async () => {
    let away = true;
    const { said, errors, session, publishing } = bench({
      publish: async ({ sdp }) => {
        said.push(away ? 'lost' : 'heard');
        if (away) throw networkLost('No connection now.');
        return answerTo(sdp);
      },
    });
    await session.on('microphone');
    await settle();
    await session.on('camera');
    await settle();
    expect(said).toEqual(['lost']);
    away = false;
    session.signallingIsBack();
    await settle();
    expect(said.filter((word) => word === 'heard').length).toBe(1);
    expect([publishing.signalingState, publishing.getTransceivers().length, errors]).toEqual(['stable', 2, []]);
  });

  it('asks again a second after the engine was late, though the signalling was never away', async () => {
    let late = true;
    const { clock, said, errors, session } = bench({
      async publish({ sdp }) {
        said.push('publish');
        if (late) throw new AlongsideError('media_unavailable', 'retry', 'The media engine is not there; try again.');
        return answerTo(sdp);
      },
    });
    await session.on('microphone');
    await settle();
    late = false;
    await clock.advance(1_000);
    await settle();
    await clock.advance(5_000);
    expect(said.filter((one) => one === 'publish').length).toBe(2);
    expect(errors).toEqual([]);
    session.close();
    expect(clock.pending).toBe(0);
  });

  it('keeps its line when the camera goes off and on again', async () => {
    const { rtc, said, session, publishing } = bench();
    await session.on('camera');
    await settle();
    await session.off('camera');
    expect(rtc.opened[0]?.readyState).toBe('ended');
    expect(publishing.getTransceivers()[0]?.sender.track).toBeNull();
    await session.on('camera');
    await settle();
    expect(said.filter((line) => line.startsWith('publish u')).length).toBe(1);
    expect(publishing.getTransceivers()[0]?.sender.track).toBe(rtc.opened[1]);
  });
});

describe('the connection that is listened on', () => {
  const streams = (...kinds: ('audio' | 'video')[]) =>
    kinds.map((kind, mid) => ({ mid: String(mid), from: 'agent', kind }));

  it('answers numbered offers one at a time, of those that wait only the newest, and none that is older', async () => {
    const release: (() => void)[] = [];
    const { said, session } = bench({
      answer: (negotiation) => {
        said.push(`answer ${negotiation}`);
        return new Promise<void>((resolve) => release.push(resolve));
      },
    });
    const offer = (negotiation: number) =>
      session.offer({ negotiation, sdp: offerOf('audio 0'), streams: streams('audio') });
    offer(1);
    await settle();
    offer(2);
    offer(4);
    offer(3);
    await settle();
    release[0]?.();
    await settle();
    release[1]?.();
    offer(4);
    await settle();
    expect(said.filter((line) => line.startsWith('answer'))).toEqual(['answer 1', 'answer 4']);
  });

  it('says whose what comes in, with the same object for what stays', async () => {
    const { session, subscribing } = bench();
    session.candidate('subscribe', candidate('before its offer'));
    session.offer({ negotiation: 1, sdp: offerOf('audio 0'), streams: streams('audio') });
    await settle();
    const [sound] = session.remote.get();
    expect(subscribing.added.map((one) => one.candidate)).toEqual(['before its offer']);
    session.offer({ negotiation: 2, sdp: offerOf('audio 0', 'video 1'), streams: streams('audio', 'video') });
    await settle();
    expect(session.remote.get().map(({ from, kind }) => `${from} ${kind}`)).toEqual(['agent audio', 'agent video']);
    expect(session.remote.get()[0]).toBe(sound);
    session.offer({ negotiation: 3, sdp: offerOf('audio 0', 'video 1'), streams: streams('audio') });
    await settle();
    expect(session.remote.get()).toEqual([sound]);
  });
});

describe('a change of the network', () => {
  it('brings new candidates on both sides, once for several signs of it', async () => {
    const { rtc, clock, said, session, connect } = bench();
    await session.on('microphone');
    await connect();
    rtc.changeNetwork();
    rtc.changeNetwork();
    await clock.advance(400);
    expect(said.filter((line) => /^(restart|publish u)/.test(line))).toEqual([
      'publish u1 1 []',
      'restart',
      'publish u2 1 []',
    ]);
  });

  it('that ICE mends by itself brings none; one that lasts is tried again until it helps', async () => {
    const { clock, said, session, subscribing, connect } = bench();
    await session.on('microphone');
    await connect();
    subscribing.become('disconnected');
    expect(session.state.get()).toBe('interrupted');
    await clock.advance(2_000);
    subscribing.become('connected');
    expect(session.state.get()).toBe('connected');
    await clock.advance(10_000);
    expect(said).not.toContain('restart');
    subscribing.become('failed');
    await clock.advance(20_000);
    expect(said.filter((line) => line === 'restart').length).toBe(3);
    subscribing.become('connected');
    await clock.advance(20_000);
    expect(said.filter((line) => line === 'restart').length).toBe(3);
  });
});

describe('the devices', () => {
  it.each([
    ['NotAllowedError', 'microphone', 'permission_denied'],
    ['NotFoundError', 'camera', 'no_device'],
    ['NotReadableError', 'camera', 'device_busy'],
    ['NotAllowedError', 'screen', 'dismissed'],
  ] as const)('that refuse with %s for the %s say %s', async (name, source, code) => {
    const { rtc, session } = bench();
    rtc.refusal = name;
    await expect(session.on(source)).rejects.toMatchObject({ code, source });
    expect(session.local.get()[source]).toEqual({ state: 'off', track: null, deviceId: null });
  });

  it('can be changed while they are on, muted stays muted, and the old one is let go', async () => {
    const { rtc, session } = bench();
    await session.on('microphone');
    session.mute(true);
    await session.on('microphone', 'mic-2');
    expect(session.local.get().microphone).toMatchObject({ state: 'muted', deviceId: 'mic-2' });
    expect(rtc.opened.map(({ readyState, enabled }) => `${readyState} ${enabled}`)).toEqual([
      'ended false',
      'live false',
    ]);
    session.mute(false);
    expect(rtc.opened[1]?.enabled).toBe(true);
    await settle();
    expect(session.devices.get()).toMatchObject({ microphones: [{ label: 'Built-in' }, { label: 'Headset' }] });
  });

  it('are asked for together, and a camera that cannot be had leaves the microphone', async () => {
    const together = bench();
    expect(await together.session.onBoth()).toBeNull();
    expect(together.session.local.get()).toMatchObject({ microphone: { state: 'on' }, camera: { state: 'on' } });
    const { rtc, session } = bench();
    rtc.cameraRefusal = 'NotFoundError';
    expect(await session.onBoth()).toMatchObject({ code: 'no_device', source: 'camera' });
    expect(session.local.get()).toMatchObject({ microphone: { state: 'on' }, camera: { state: 'off' } });
    rtc.refusal = rtc.cameraRefusal = 'NotAllowedError';
    await expect(session.onBoth()).rejects.toMatchObject({ code: 'permission_denied', source: 'microphone' });
  });

  it('that end by themselves are off', async () => {
    const { rtc, session, publishing } = bench();
    await session.on('screen');
    await settle();
    rtc.opened[0]?.end();
    await settle();
    expect(session.local.get().screen.state).toBe('off');
    expect(publishing.getTransceivers()[0]?.sender.track).toBeNull();
  });

  it('switched off right after on end up off', async () => {
    const { rtc, session } = bench();
    await Promise.all([session.on('camera'), session.off('camera')]);
    expect(session.local.get().camera.state).toBe('off');
    expect(rtc.opened[0]?.readyState).toBe('ended');
  });
});

describe('the link', () => {
  const inbound = (lost: number, received: number) => ({
    type: 'inbound-rtp',
    id: 'a',
    kind: 'audio',
    packetsLost: lost,
    packetsReceived: received,
    jitter: 0.005,
  });

  it('is poor after two bad looks in a row, and good again after four good ones', async () => {
    const { clock, session, subscribing } = bench();
    const seen: string[] = [];
    session.quality.subscribe(({ state }) => seen.push(state));
    let [lost, received] = [0, 100];
    const look = async (losing: number) => {
      lost += losing;
      received += 100 - losing;
      subscribing.stats = [inbound(lost, received)];
      await clock.advance(2_000);
    };
    for (const losing of [0, 0, 20, 0, 20, 20, 0, 0, 0]) await look(losing);
    expect(seen).toEqual(['unknown', 'good', 'good', 'good', 'good', 'poor', 'poor', 'poor', 'poor']);
    await look(0);
    expect(session.quality.get()).toMatchObject({ state: 'good', figures: { lossIn: 0, jitterMilliseconds: 5 } });
  });
});

it('leaves nothing behind when it is closed', async () => {
  const { rtc, clock, session, connect } = bench();
  await session.on('microphone');
  await session.on('camera');
  await connect();
  session.close();
  await settle();
  expect(rtc.isLetGo).toBe(true);
  expect(clock.pending).toBe(0);
  expect(session.remote.get()).toEqual([]);
});
