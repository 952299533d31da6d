import type { CallView, Down, Up } from '@alongside/protocol';
import { describe, expect, it } from 'vitest';
import type { Line } from '../connection/line.ts';
import type { ConnectionStatus } from '../connection/status.ts';
import { AlongsideError, networkLost } from '../errors.ts';
import { createValue } from '../observable.ts';
import { callParty, callView, NOTHING } from '../testing/call-view.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { FakeRtc } from '../testing/fake-rtc.ts';
import { createCalls } from './calls.ts';

const quiet = { debug() {}, info() {}, warn() {} };
const view = (over: Partial<CallView> = {}): CallView =>
  callView({
    conversationId: 'conversation-1',
    contactId: 'contact-1',
    kind: 'video',
    state: 'connecting',
    me: { partyId: 'party-1', permissions: { ...NOTHING, end: true } },
    ...over,
  });

/** A socket and an API of one person. */
function bench() {
  const rtc = new FakeRtc();
  const clock = new FakeClock();
  const status = createValue<ConnectionStatus>({ state: 'configured', error: null, retryInMs: null }, quiet);
  const frames = createValue<Down | null>(null, quiet);
  const up: Up[] = [];
  const asked: string[] = [];
  const answers = new Map<string, unknown>([['GET /v1/my-calls', { calls: [] }]]);
  let welcomed = true;
  const line: Line = {
    status,
    frames,
    isWelcomed: () => welcomed,
    signal: (frame) => void (welcomed && up.push(frame)),
    async request(frame) {
      if (!welcomed) throw networkLost('No connection now.');
      up.push(frame as Up);
      return {};
    },
    async json<T>(method: string, path: string, request: { body?: unknown } = {}) {
      asked.push(`${method} ${path}${request.body ? ` ${JSON.stringify(request.body)}` : ''}`);
      const answer = answers.get(`${method} ${path}`);
      if (answer instanceof Error) throw answer;
      return answer as T;
    },
    raw: async () => {
      throw new Error('not asked for here');
    },
  };
  const calls = createCalls({ client: { line }, rtc, clock, logger: quiet });
  const push = async (frame: Down) => {
    frames.set(frame);
    await settle();
  };
  const socket = async (there: boolean) => {
    welcomed = there;
    status.set({ state: there ? 'connected' : 'reconnecting', error: null, retryInMs: null });
    await settle();
  };
  const joined = () => push({ t: 'call.joined', callId: 'call-1', partyId: 'party-1', audio: 'opus', iceServers: [] });
  const sent = (t: Up['t']) => up.filter((frame) => frame.t === t);
  return { rtc, clock, calls, push, socket, joined, sent, up, asked, answers };
}

describe('the pictures of my calls', () => {
  it('[CALL2] are the newest of each, whichever way they come', async () => {
    const { calls, push, answers } = bench();
    await push({ t: 'call.state', call: view({ version: 4, state: 'in_progress' }) });
    await push({ t: 'call.state', call: view({ version: 3, state: 'connecting' }) });
    expect(calls.all.get().map(({ state }) => state)).toEqual(['in_progress']);
    answers.set('PUT /v1/calls/call-1/hold', view({ version: 5, state: 'held' }));
    await calls.hold('call-1', true);
    expect(calls.all.get().map(({ state }) => state)).toEqual(['held']);
  });

  it('keep an ended one until it is dismissed, or another call in that conversation takes its place', async () => {
    const { calls, push } = bench();
    await push({ t: 'call.state', call: view({ version: 2, state: 'ended' }) });
    expect(calls.all.get().length).toBe(1);
    calls.dismiss('call-1');
    expect(calls.all.get()).toEqual([]);
    await push({ t: 'call.state', call: view({ version: 2, state: 'ended' }) });
    await push({ t: 'call.state', call: view({ id: 'call-2', requestedAt: '2026-11-21T10:05:00.000Z' }) });
    expect(calls.all.get().map(({ id }) => id)).toEqual(['call-2']);
  });

  it('say that a call has ended that the server no longer lists after a time without a socket', async () => {
    const { calls, push, socket } = bench();
    await push({ t: 'call.state', call: view({ state: 'in_progress' }) });
    await socket(false);
    await socket(true);
    expect(calls.all.get()).toMatchObject([{ state: 'ended', endReason: null, me: { permissions: { end: false } } }]);
  });

  it('are not undone by a list that was asked for before them', async () => {
    const { calls, push } = bench();
    // The first list is on its way, and will be empty.
    const pushed = push({ t: 'call.state', call: view({ state: 'in_progress' }) });
    await pushed;
    expect(calls.all.get().map(({ state }) => state)).toEqual(['in_progress']);
  });
});

describe('a joined call', () => {
  const talking = async () => {
    const made = bench();
    await made.push({ t: 'call.state', call: view() });
    await made.calls.local.on('microphone');
    const active = made.calls.join('call-1');
    await made.joined();
    await made.push({ t: 'call.published', callId: 'call-1', sdp: 'v=0\r\n' });
    for (const peer of made.rtc.peers) peer.become('connected');
    return { ...made, active };
  };

  it('[CALL3] publishes what is on, answers the server’s offers, and tells what is so with microphone and camera', async () => {
    const { calls, push, sent, active } = await talking();
    expect(sent('call.publish')).toMatchObject([{ callId: 'call-1', screens: [] }]);
    await push({
      t: 'call.offer',
      callId: 'call-1',
      negotiation: 1,
      sdp: 'v=0\r\na=ice-ufrag:e\r\nm=audio 9\r\na=mid:0\r\n',
      streams: [{ mid: '0', partyId: 'agent', kind: 'audio' }],
    });
    expect(sent('call.answer')).toMatchObject([{ negotiation: 1 }]);
    expect(active.remote.get()).toMatchObject([{ from: 'agent', kind: 'audio' }]);
    expect(active.state.get()).toBe('connected');
    calls.local.mute(true);
    expect(sent('call.facts').at(-1)).toMatchObject({ muted: true, camera: false, screen: false });
    await push({
      t: 'call.quality',
      callId: 'call-1',
      loss: 0.01,
      jitterMilliseconds: 4,
      roundTripMilliseconds: 30,
      mos: 4.2,
    });
    expect(active.sent.get()).toEqual({ loss: 0.01, jitterMilliseconds: 4, roundTripMilliseconds: 30, mos: 4.2 });
    calls.close();
  });

  it('[CALL4] tells again what is so with them where the server has another picture of it, and then rests', async () => {
    const { calls, push, sent } = await talking();
    const before = sent('call.facts').length;
    await push({
      t: 'call.state',
      call: view({ version: 2, parties: [callParty({ role: 'customer', name: 'Ada', muted: true })] }),
    });
    expect(sent('call.facts').slice(before)).toMatchObject([{ muted: false, camera: false, screen: false }]);
    await push({
      t: 'call.state',
      call: view({ version: 3, parties: [callParty({ role: 'customer', name: 'Ada' })] }),
    });
    expect(sent('call.facts').length).toBe(before + 1);
    calls.close();
  });

  it('goes on while the socket is away, and is joined again without new connections when it is back', async () => {
    const { rtc, sent, socket, joined, active, answers, calls } = await talking();
    answers.set('GET /v1/my-calls', { calls: [view({ version: 1 })] });
    await socket(false);
    expect(active.state.get()).toBe('connected');
    await calls.local.on('camera');
    await socket(true);
    await joined();
    expect(sent('call.join').map((frame) => 'partyId' in frame && frame.partyId)).toEqual([false, 'party-1']);
    expect(rtc.peers.length).toBe(2);
    // What was asked for meanwhile is published now.
    expect(sent('call.publish').length).toBe(2);
    calls.close();
  });

  it('begins anew when the server has made another party of me', async () => {
    const { rtc, push, calls } = await talking();
    await push({ t: 'call.joined', callId: 'call-1', partyId: 'party-2', audio: 'opus', iceServers: [] });
    expect(rtc.peers.map(({ signalingState }) => signalingState)).toEqual([
      'closed',
      'closed',
      'have-local-offer',
      'stable',
    ]);
    expect(rtc.opened[0]?.readyState).toBe('live');
    calls.close();
  });

  it.each(['at once', 'after a time without a socket'])(
    'begins anew with the sound of telephones when one is brought in, %s',
    async (when) => {
      const { rtc, push, socket, sent, calls, answers } = await talking();
      answers.set('GET /v1/my-calls', { calls: [view({ version: 1 })] });
      if (when !== 'at once') {
        await socket(false);
        await socket(true);
      }
      await push({ t: 'call.joined', callId: 'call-1', partyId: 'party-1', audio: 'g711', iceServers: [] });
      expect(rtc.peers.map(({ signalingState }) => signalingState).slice(0, 2)).toEqual(['closed', 'closed']);
      expect(rtc.peers.length).toBe(4);
      expect(sent('call.publish').length).toBe(2);
      expect(rtc.opened.map(({ readyState }) => readyState)).toEqual(['live']);
      calls.close();
    },
  );

  it('[CALL3] that another client of mine takes over lets go of microphone and camera', async () => {
    const { rtc, push, calls } = await talking();
    await push({ t: 'call.moved', callId: 'call-1' });
    await settle();
    expect([calls.active.get(), calls.movedAway.get()]).toEqual([null, 'call-1']);
    expect(rtc.opened.map(({ readyState }) => readyState)).toEqual(['ended']);
  });

  it.each([
    ['has ended', view({ version: 9, state: 'ended', endReason: 'engine_lost' })],
    [
      'goes on without me',
      view({
        version: 9,
        me: { partyId: null, permissions: NOTHING },
      }),
    ],
  ])('lets go of everything when it %s', async (_, last) => {
    const { rtc, clock, push, calls } = await talking();
    await push({ t: 'call.state', call: last });
    await settle();
    expect(calls.active.get()).toBeNull();
    calls.close();
    expect(rtc.isLetGo).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('of one who only listens sends nothing, until they join to speak, over the connections that are there', async () => {
    const { rtc, calls, push, joined, sent } = bench();
    await push({ t: 'call.state', call: view() });
    await calls.local.on('microphone');
    const active = calls.join('call-1', { listensOnly: true });
    await joined();
    expect([sent('call.publish'), sent('call.facts')]).toEqual([[], []]);

    expect(calls.join('call-1')).toBe(active);
    await settle();
    expect([sent('call.join').length, sent('call.publish').length, rtc.peers.length]).toEqual([1, 1, 2]);
    expect(rtc.peers[0]?.getTransceivers().map(({ sender }) => sender.track?.kind)).toEqual(['audio']);
    expect(sent('call.facts').at(-1)).toMatchObject({ muted: false });
    calls.close();
    expect(rtc.isLetGo).toBe(true);
  });
});

describe('a call that rings', () => {
  const standing = async (kind: 'voice' | 'video' = 'video') => {
    const made = bench();
    const stop = made.calls.standBy('call-1', kind);
    await made.joined();
    return { ...made, stop };
  };

  it('is connected ahead, takes nothing from a device, and is heard without a further negotiation once it is joined', async () => {
    const { rtc, calls, push, sent } = await standing();
    expect([sent('call.join').length, rtc.peers.length, rtc.opened.length]).toEqual([1, 2, 0]);
    expect([calls.active.get(), sent('call.facts')]).toEqual([null, []]);
    expect(rtc.peers[0]?.getTransceivers().map(({ sender }) => sender.track)).toEqual([null, null]);
    await push({ t: 'call.published', callId: 'call-1', sdp: rtc.peers[0]?.localDescription?.sdp ?? '' });
    for (const peer of rtc.peers) peer.become('connected');

    await calls.local.onBoth();
    await push({ t: 'call.state', call: view({ version: 2 }) });
    const active = calls.join('call-1');
    await settle();
    expect([sent('call.join').length, sent('call.publish').length, rtc.peers.length]).toEqual([1, 1, 2]);
    const tracks = rtc.peers[0]?.getTransceivers().map(({ sender }) => sender.track?.kind);
    expect(tracks).toEqual(['audio', 'video']);
    expect(active.state.get()).toBe('connected');
    expect(sent('call.facts').at(-1)).toMatchObject({ muted: false, camera: true });
    calls.close();
    expect(rtc.isLetGo).toBe(true);
  });

  it('of voice has a line for sound alone', async () => {
    const { rtc, calls } = await standing('voice');
    expect(rtc.peers[0]?.getTransceivers().length).toBe(1);
    calls.close();
  });

  it('is given up a while after the ringing ended, at once when it ended or waits again', async () => {
    const isClosed = ({ rtc }: Pick<ReturnType<typeof bench>, 'rtc'>) =>
      rtc.peers.every(({ signalingState }) => signalingState === 'closed');
    const made = await standing();
    const { clock, stop, calls } = made;
    stop();
    await clock.advance(4_000);
    expect(isClosed(made)).toBe(false);
    await clock.advance(2_000);
    expect(isClosed(made)).toBe(true);
    calls.close();
    for (const state of ['ended', 'requested'] as const) {
      const again = await standing();
      await again.push({ t: 'call.state', call: view({ version: 2, state }) });
      expect(isClosed(again)).toBe(true);
      again.calls.close();
    }
  });

  it('is joined anew where what was made ahead broke', async () => {
    const { rtc, calls, sent, joined } = await standing();
    for (const peer of rtc.peers) peer.become('failed');
    const active = calls.join('call-1');
    await settle();
    await joined();
    expect([sent('call.join').length, rtc.peers.length]).toEqual([2, 4]);
    expect([active.state.get(), active.error.get()]).toEqual(['connecting', null]);
    calls.close();
  });
});

it('sends digits one after the other, whatever becomes of those before', async () => {
  const { calls, asked, answers } = bench();
  const path = 'POST /v1/calls/call-1/digits';
  let lose = (_: Error) => {};
  answers.set(path, new Promise((_, reject) => (lose = reject)));
  const pressed = ['4', '2', '#'].map((key) => calls.sendDigits('call-1', key).catch(() => 'lost'));
  const sent = () => asked.filter((one) => one.startsWith(path)).map((one) => one.slice(path.length + 1));
  await settle();
  expect(sent()).toEqual(['{"digits":"4"}']);
  lose(networkLost('The connection was lost.'));
  expect(await Promise.all(pressed)).toEqual(['lost', 'lost', 'lost']);
  expect(sent()).toEqual(['{"digits":"4"}', '{"digits":"2"}', '{"digits":"#"}']);
});

it('asks with the addresses and bodies of the wire', async () => {
  const { calls, asked, answers } = bench();
  answers.set('POST /v1/conversations/c%2F1/calls', view());
  answers.set('POST /v1/calls/call-1/transfer', view());
  answers.set('POST /v1/calls', new AlongsideError('number_refused', 'contact_administrator', 'No.'));
  await calls.start('c/1', 'voice');
  await calls.transfer('call-1', { queueId: 'q' }, 'A card was lost.');
  await expect(calls.dial({ number: '0212 555 00 00' })).rejects.toMatchObject({ code: 'number_refused' });
  expect(asked.slice(1)).toEqual([
    'POST /v1/conversations/c%2F1/calls {"kind":"voice"}',
    'POST /v1/calls/call-1/transfer {"to":{"queueId":"q"},"note":"A card was lost."}',
    'POST /v1/calls {"number":"0212 555 00 00"}',
  ]);
});
