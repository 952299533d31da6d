import type { CallView } from '@alongside/protocol';
import type { ActiveCall, Calls, LinkQuality, LocalMedia, RemoteTrack, TrackLike } from '@alongside/sdk/calls';
import { MediaProblem, type MediaProblemCode, type MediaSource } from '@alongside/sdk/calls';
import { createStore } from '../src/app/store.ts';

/** One state of a call to look at. */
export type CallScene = {
  readonly view: Partial<CallView>;
  readonly may?: Partial<CallView['me']['permissions']>;
  readonly other?: Partial<CallView['parties'][number]>;
  readonly third?: boolean;
  readonly shows?: 'face' | 'screen';
  readonly own?: 'none' | 'microphone' | 'muted' | 'camera';
  readonly link?: LinkQuality['state'];
  readonly media?: 'connecting' | 'connected' | 'interrupted';
  readonly elsewhere?: boolean;
  readonly refuses?: MediaProblemCode;
  /** Is carried here from the beginning. */
  readonly carried?: boolean;
};

/** Somebody before a window, or a page of figures: painted, and moving a little. */
function paint(what: 'face' | 'own' | 'screen'): TrackLike {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [640, 480];
  const brush = canvas.getContext('2d');
  const draw = () => {
    if (!brush) return;
    const [ground, skin, cloth] =
      what === 'own' ? ['#d9cfc0', '#b98562', '#5d4a7e'] : ['#b9cfd6', '#d9ab8a', '#26464a'];
    brush.fillStyle = what === 'screen' ? '#ffffff' : ground;
    brush.fillRect(0, 0, 640, 480);
    if (what === 'screen') {
      brush.fillStyle = '#26464a';
      brush.fillRect(0, 0, 640, 54);
      for (let row = 0; row < 7; row++) {
        brush.fillStyle = row % 2 ? '#e7eeee' : '#f4f7f7';
        brush.fillRect(40, 90 + row * 50, 560, 42);
        brush.fillStyle = '#49676b';
        brush.fillRect(60, 104 + row * 50, 120 + ((row * 83) % 160), 12);
        brush.fillRect(500, 104 + row * 50, 70, 12);
      }
      return;
    }
    brush.fillStyle = '#ffffff66';
    brush.fillRect(420, 40, 150, 200);
    brush.fillStyle = cloth;
    brush.beginPath();
    brush.ellipse(320, 520, 210, 190, 0, 0, Math.PI * 2);
    brush.fill();
    brush.fillStyle = skin;
    brush.beginPath();
    brush.ellipse(320, 230 + (Date.now() % 2), 95, 120, 0, 0, Math.PI * 2);
    brush.fill();
    brush.fillStyle = '#3b2a22';
    brush.beginPath();
    brush.ellipse(320, 160, 105, 70, 0, Math.PI, 0);
    brush.fill();
  };
  draw();
  setInterval(draw, 200);
  return canvas.captureStream(5).getVideoTracks()[0] as unknown as TrackLike;
}

const NOTHING: CallView['me']['permissions'] = {
  answer: false,
  end: true,
  leave: false,
  camera: true,
  screen: false,
  hold: false,
  addParty: false,
  transfer: false,
  record: false,
  consent: false,
  digits: false,
  retry: false,
};

/** `Calls` with nothing behind it: one scene, and a few reactions so that buttons can be tried. */
export function createFakeCalls(scene: CallScene): Calls {
  const party = (over: object): CallView['parties'][number] => ({
    id: 'agent',
    role: 'agent',
    name: 'Ayşe Demir',
    device: 'browser',
    state: 'present',
    muted: false,
    camera: scene.shows === 'face',
    screen: scene.shows === 'screen',
    held: false,
    ...over,
  });
  const view: CallView = {
    id: 'call',
    callCode: '1763715600-K7Q-1',
    conversationId: 'conversation',
    contactId: 'contact',
    kind: 'video',
    direction: 'inbound',
    state: 'in_progress',
    customer: { name: 'Ada', number: null },
    requestedAt: new Date(Date.now() - 240_000).toISOString(),
    answeredAt: new Date(Date.now() - 187_400).toISOString(),
    endedAt: null,
    endedBy: null,
    endReason: null,
    missedReason: null,
    sipStatus: null,
    recording: 'off',
    parties: [
      party(scene.other ?? {}),
      ...(scene.third ? [party({ id: 'third', role: 'third_party', name: 'Jonas Meijer', camera: false })] : []),
      party({ id: 'me', role: 'customer', name: 'Ada' }),
    ],
    version: 1,
    ...scene.view,
    me: { partyId: 'me', permissions: { ...NOTHING, ...scene.may } },
  };
  const all = createStore<{ views: readonly CallView[] }>({ views: [view] });
  const active = createStore<{ call: ActiveCall | null }>({ call: null });
  const own = scene.own ?? 'none';
  const off = { state: 'off', track: null, deviceId: null } as const;
  const silent = { kind: 'audio', enabled: true } as unknown as TrackLike;
  const local = createStore<LocalMedia>({
    microphone: own === 'none' ? off : { state: own === 'muted' ? 'muted' : 'on', track: silent, deviceId: 'mic-1' },
    camera: own === 'camera' ? { state: 'on', track: paint('own'), deviceId: 'cam-1' } : off,
    screen: off,
  });
  const remote: readonly RemoteTrack[] = scene.shows
    ? [{ from: 'agent', kind: scene.shows === 'face' ? 'video' : 'screen', track: paint(scene.shows) }]
    : [];
  const still = <T>(value: T) => ({ get: () => value, subscribe: () => () => {} });
  const call: ActiveCall = {
    callId: 'call',
    state: still(scene.media ?? 'connected'),
    remote: still(remote),
    link: still({
      state: scene.link ?? 'good',
      figures: { lossIn: 0, lossOut: 0, jitterMilliseconds: 8, roundTripMilliseconds: 40 },
    }),
    sent: still(null),
    error: still(null),
  };
  if (scene.carried ?? scene.own !== undefined) active.set({ call });
  const change = async (next: Partial<CallView>) => {
    const [before = view] = all.get().views;
    const now = { ...before, ...next, version: before.version + 1 };
    all.set({ views: [now] });
    return now;
  };
  const may = (next: Partial<CallView['me']['permissions']>) => ({
    partyId: 'me',
    permissions: { ...NOTHING, ...next },
  });
  const on = async (source: MediaSource) => {
    if (scene.refuses) throw new MediaProblem(scene.refuses, source, 'Refused.');
    const track = source === 'microphone' ? silent : paint(source === 'screen' ? 'screen' : 'own');
    local.set({ [source]: { state: 'on', track, deviceId: `${source}-1` } });
  };
  const device = (kind: string, deviceId: string, label: string) => ({ kind, deviceId, label });
  const unused = () => Promise.reject(new Error('Not in a scene.'));
  return {
    all: { get: () => all.get().views, subscribe: (listener) => all.subscribe(({ views }) => listener(views)) },
    active: {
      get: () => active.get().call,
      subscribe: (listener) => active.subscribe(({ call: now }) => listener(now)),
    },
    movedAway: still(scene.elsewhere ? 'call' : null),
    isSupported: true,
    local: {
      state: local,
      devices: still({
        microphones: [device('audioinput', 'mic-1', 'Built-in microphone'), device('audioinput', 'mic-2', 'Headset')],
        cameras: [device('videoinput', 'cam-1', 'Front camera')],
        speakers: [device('audiooutput', 'out-1', 'Loudspeaker')],
      }),
      canShareScreen: true,
      on,
      async onBoth() {
        await on('microphone');
        await on('camera');
        return null;
      },
      async off(source) {
        local.set({ [source]: off });
      },
      mute: (muted) => local.set({ microphone: { ...local.get().microphone, state: muted ? 'muted' : 'on' } }),
      look: async () => {},
      allOff: async () => local.set({ microphone: off, camera: off, screen: off }),
    },
    join() {
      active.set({ call });
      return call;
    },
    standBy: () => () => {},
    letGo: () => active.set({ call: null }),
    dismiss: () => all.set({ views: [] }),
    close() {},
    start: () => change({ state: 'ringing', endedAt: null, me: may({}) }),
    accept: () => change({ state: 'in_progress', me: may({}) }),
    async decline() {
      all.set({ views: [] });
      return view;
    },
    async end() {
      all.set({ views: [] });
      return view;
    },
    answerRecording: (_, granted) => change({ recording: granted ? 'on' : 'off', me: may({}) }),
    setKind: (_, kind) => change({ kind }),
    dial: unused,
    leave: unused,
    hold: unused,
    sendDigits: unused,
    addParty: unused,
    removeParty: unused,
    transfer: unused,
    record: unused,
    attend: unused,
    history: unused,
    read: unused,
    recording: unused,
  };
}
