import type {
  CandidateLike,
  DescriptionLike,
  DeviceLike,
  PeerLike,
  RtcPort,
  SenderLike,
  StatLike,
  TrackLike,
  TransceiverLike,
} from '../calls/rtc.ts';

/** A track of a device, or of another leg. */
export class FakeTrack implements TrackLike {
  readonly id = `track-${Math.random()}`;
  readonly kind: string;
  readonly deviceId: string;
  enabled = true;
  muted = false;
  readyState = 'live';
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(kind: string, deviceId = 'default') {
    this.kind = kind;
    this.deviceId = deviceId;
  }
  stop(): void {
    this.readyState = 'ended';
  }
  getSettings() {
    return { deviceId: this.deviceId };
  }
  addEventListener(type: string, listener: () => void): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }
  /** As when a device is pulled out. */
  end(): void {
    this.readyState = 'ended';
    for (const listener of this.#listeners.get('ended') ?? []) listener();
  }
}

interface Line extends TransceiverLike {
  mid: string | null;
  readonly kind: string;
}

const linesOf = (sdp: string) =>
  [...sdp.matchAll(/^m=(\w+)[\s\S]*?^a=mid:(\S+)/gm)].map(([, kind = '', mid = '']) => ({ kind, mid }));
const wrongState = (message: string) => Object.assign(new Error(message), { name: 'InvalidStateError' });

/** An RTCPeerConnection as far as its signalling goes: states, lines, candidates; e2e/calls compares it with Chromium's. */
export class FakePeer implements PeerLike {
  signalingState = 'stable';
  connectionState = 'new';
  iceConnectionState = 'new';
  localDescription: DescriptionLike | null = null;
  remoteDescription: DescriptionLike | null = null;
  readonly added: CandidateLike[] = [];
  stats: StatLike[] = [];
  #generation = 1;
  #restart = false;
  #lines: Line[] = [];
  readonly #listeners = new Map<string, Set<(event: never) => void>>();

  addTransceiver(track: TrackLike | string): TransceiverLike {
    const line = makeLine(typeof track === 'string' ? track : track.kind, typeof track === 'string' ? null : track);
    this.#lines.push(line);
    return line;
  }
  getTransceivers(): TransceiverLike[] {
    return [...this.#lines];
  }
  async createOffer(): Promise<DescriptionLike> {
    if (this.signalingState === 'closed') throw wrongState('closed');
    const generation = this.#generation + (this.#restart ? 1 : 0);
    const body = this.#lines.map(({ kind, mid }, index) => `m=${kind} 9\r\na=mid:${mid ?? index}\r\n`).join('');
    return { type: 'offer', sdp: `v=0\r\na=ice-ufrag:u${generation}\r\n${body}` };
  }
  async createAnswer(): Promise<DescriptionLike> {
    if (this.signalingState !== 'have-remote-offer') throw wrongState(`createAnswer in ${this.signalingState}`);
    return {
      type: 'answer',
      sdp: `v=0\r\na=ice-ufrag:u1\r\n${this.remoteDescription?.sdp?.split('\r\n').slice(2).join('\r\n')}`,
    };
  }
  async setLocalDescription(description: DescriptionLike): Promise<void> {
    const offers = description.type === 'offer';
    const may = offers ? ['stable', 'have-local-offer'] : ['have-remote-offer'];
    if (!may.includes(this.signalingState))
      throw wrongState(`setLocalDescription(${description.type}) in ${this.signalingState}`);
    this.localDescription = description;
    this.signalingState = offers ? 'have-local-offer' : 'stable';
    if (offers) {
      if (this.#restart) this.#generation += 1;
      this.#restart = false;
      for (const [index, { mid }] of linesOf(description.sdp ?? '').entries()) {
        const line = this.#lines[index];
        if (line) line.mid = mid;
      }
    }
    const [first] = linesOf(description.sdp ?? '');
    void Promise.resolve().then(() => {
      if (first)
        this.emit('icecandidate', {
          candidate: { candidate: `candidate:${this.#generation}`, sdpMid: first.mid, sdpMLineIndex: 0 },
        });
      this.emit('icecandidate', { candidate: null });
    });
  }
  async setRemoteDescription(description: { readonly type: 'offer' | 'answer'; readonly sdp: string }): Promise<void> {
    const may =
      description.type === 'offer' ? ['stable', 'have-remote-offer', 'have-local-offer'] : ['have-local-offer'];
    if (!may.includes(this.signalingState))
      throw wrongState(`setRemoteDescription(${description.type}) in ${this.signalingState}`);
    this.remoteDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
    for (const { kind, mid } of linesOf(description.sdp)) {
      if (this.#lines.some((line) => line.mid === mid)) continue;
      const line = makeLine(kind, null);
      line.mid = mid;
      this.#lines.push(line);
    }
  }
  async addIceCandidate(candidate: CandidateLike): Promise<void> {
    if (!this.remoteDescription) throw wrongState('no remote description');
    this.added.push(candidate);
  }
  restartIce(): void {
    this.#restart = true;
  }
  async getStats() {
    return this.stats;
  }
  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }
  emit(type: string, event: unknown = {}): void {
    if (this.signalingState === 'closed') return;
    for (const listener of this.#listeners.get(type) ?? []) listener(event as never);
  }
  become(connectionState: string): void {
    this.connectionState = connectionState;
    this.emit('connectionstatechange');
  }
  close(): void {
    this.signalingState = this.connectionState = this.iceConnectionState = 'closed';
  }
}

function makeLine(kind: string, given: TrackLike | null): Line {
  let track = given;
  const encodings = kind === 'audio' || kind === 'video' ? [{}] : [];
  const sender: SenderLike = {
    get track() {
      return track;
    },
    async replaceTrack(next) {
      track = next;
    },
    getParameters: () => ({ encodings }),
    async setParameters(parameters) {
      encodings.splice(0, encodings.length, ...parameters.encodings);
    },
  };
  return { kind, mid: null, sender, receiver: { track: new FakeTrack(kind) } };
}

/** Devices that answer at once, unless told to refuse. */
export class FakeRtc implements RtcPort {
  readonly peers: FakePeer[] = [];
  readonly opened: FakeTrack[] = [];
  devices: DeviceLike[] = [
    { deviceId: 'mic-1', kind: 'audioinput', label: 'Built-in' },
    { deviceId: 'mic-2', kind: 'audioinput', label: 'Headset' },
    { deviceId: 'cam-1', kind: 'videoinput', label: 'Front' },
    { deviceId: 'out-1', kind: 'audiooutput', label: 'Speakers' },
  ];
  refusal: string | null = null;
  cameraRefusal: string | null = null;
  #changed: (() => void) | null = null;
  #networkChanged: (() => void) | null = null;

  createPeer(): FakePeer {
    const peer = new FakePeer();
    this.peers.push(peer);
    return peer;
  }
  readonly media = {
    getUserMedia: async (wanted: { audio?: unknown; video?: unknown }) => {
      const of = (kind: string, more: unknown, usual: string) =>
        more ? [this.#open(kind, (more as { deviceId?: { exact: string } }).deviceId?.exact ?? usual)] : [];
      if (wanted.video && this.cameraRefusal) throw Object.assign(new Error('No.'), { name: this.cameraRefusal });
      const tracks = [...of('audio', wanted.audio, 'mic-1'), ...of('video', wanted.video, 'cam-1')];
      return { getTracks: () => tracks };
    },
    getDisplayMedia: async () => {
      const track = this.#open('video', 'screen');
      return { getTracks: () => [track] };
    },
    enumerateDevices: async () => this.devices,
    addEventListener: (_: 'devicechange', listener: () => void) => {
      this.#changed = listener;
    },
    removeEventListener: () => {
      this.#changed = null;
    },
  };
  onNetworkChange(listener: () => void) {
    this.#networkChanged = listener;
    return () => {
      this.#networkChanged = null;
    };
  }
  changeNetwork(): void {
    this.#networkChanged?.();
  }
  changeDevices(): void {
    this.#changed?.();
  }
  get isLetGo(): boolean {
    return (
      this.#changed === null &&
      this.#networkChanged === null &&
      this.peers.every(({ signalingState }) => signalingState === 'closed') &&
      this.opened.every(({ readyState }) => readyState === 'ended')
    );
  }
  #open(kind: string, deviceId: string) {
    if (this.refusal) throw Object.assign(new Error('Refused.'), { name: this.refusal });
    const track = new FakeTrack(kind, deviceId);
    this.opened.push(track);
    return track;
  }
}
