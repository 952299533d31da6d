import { createValue, type Observable } from '../observable.ts';
import type { Logger } from '../ports/ports.ts';
import { asMediaProblem, MediaProblem, type MediaSource } from './media-problem.ts';
import type { DeviceLike, MediaDevicesLike, MediaStreamLike, TrackLike } from './rtc.ts';

/** Stands for one of our own sources. */
export interface LocalSource {
  /** off: nothing is taken from the device, its light is out · muted: open, but silent. */
  readonly state: 'off' | 'on' | 'muted';
  readonly track: TrackLike | null;
  readonly deviceId: string | null;
}

export interface LocalMedia {
  readonly microphone: LocalSource;
  readonly camera: LocalSource;
  readonly screen: LocalSource;
}

export interface Devices {
  readonly microphones: readonly DeviceLike[];
  readonly cameras: readonly DeviceLike[];
  /** Empty where the browser lets nobody choose. */
  readonly speakers: readonly DeviceLike[];
}

const OFF: LocalSource = { state: 'off', track: null, deviceId: null };
const CAMERA = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 } };
const NO_DEVICES = 'There are no devices here; the page needs https.';
const MICROPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export interface LocalMediaOptions {
  readonly media: MediaDevicesLike | null;
  readonly logger: Logger;
}

/** Takes what goes out: the track of a source, or null when it is off. */
export type Outlet = (source: MediaSource, track: TrackLike | null) => Promise<void>;

const SOURCES = ['microphone', 'camera', 'screen'] as const;

/** Our own microphone, camera and screen: opened when asked for, closed when off; before a call too, to look at oneself. */
export interface LocalMediaControl {
  readonly state: Observable<LocalMedia>;
  readonly devices: Observable<Devices>;
  readonly canShareScreen: boolean;
  /** On, with that device; on already: the device changes. Rejects with MediaProblem. */
  on(source: MediaSource, deviceId?: string | null): Promise<void>;
  /** Microphone and camera by one question of the browser; where there is no camera, the microphone alone, and then the problem of the camera. */
  onBoth(): Promise<MediaProblem | null>;
  off(source: MediaSource): Promise<void>;
  /** The microphone stays open, and nothing is heard. */
  mute(muted: boolean): void;
  /** Fills `devices`; their names are empty until the person has allowed one. */
  look(): Promise<void>;
  /** From now on everything goes out there too, what is on already at once. Answers the way to stop. */
  connect(outlet: Outlet): () => void;
  allOff(): Promise<void>;
  close(): void;
}

export function createLocalMedia({ media, logger }: LocalMediaOptions): LocalMediaControl {
  const state = createValue<LocalMedia>({ microphone: OFF, camera: OFF, screen: OFF }, logger);
  const devices = createValue<Devices>({ microphones: [], cameras: [], speakers: [] }, logger);
  let closed = false;
  let outlet: Outlet = async () => {};
  // One change of a source at a time: a quick off after an on must not be overtaken.
  const turns: Record<MediaSource, Promise<unknown>> = {
    microphone: Promise.resolve(),
    camera: Promise.resolve(),
    screen: Promise.resolve(),
  };

  const set = (source: MediaSource, next: LocalSource) => state.set({ ...state.get(), [source]: next });

  async function open(source: MediaSource, deviceId: string | null): Promise<TrackLike> {
    if (!media) throw new MediaProblem('not_supported', source, NO_DEVICES);
    const exact = deviceId ? { deviceId: { exact: deviceId } } : {};
    try {
      const stream =
        source === 'microphone'
          ? await media.getUserMedia({ audio: { ...MICROPHONE, ...exact } })
          : source === 'camera'
            ? await media.getUserMedia({ video: { ...CAMERA, ...exact } })
            : await openScreen(media);
      const track = stream.getTracks()[0];
      if (!track) throw new MediaProblem('no_device', source, 'The device gave no track.');
      void look();
      return track;
    } catch (error) {
      throw asMediaProblem(error, source);
    }
  }

  function watch(source: MediaSource, track: TrackLike) {
    track.addEventListener('ended', () => {
      if (state.get()[source].track !== track || closed) return;
      // A screen ends by the browser's own button, a device by being pulled out.
      set(source, OFF);
      void outlet(source, null).catch(() => {});
    });
  }

  const start = async (source: MediaSource, deviceId: string | null) =>
    begin(source, await open(source, deviceId), deviceId);

  async function begin(source: MediaSource, track: TrackLike, deviceId: string | null) {
    const before = state.get()[source];
    if (closed) return track.stop();
    track.enabled = before.state !== 'muted';
    try {
      await outlet(source, track);
    } catch (error) {
      track.stop();
      throw error;
    }
    before.track?.stop();
    watch(source, track);
    const chosen = track.getSettings?.().deviceId ?? deviceId;
    set(source, { state: before.state === 'muted' ? 'muted' : 'on', track, deviceId: chosen });
  }

  async function stop(source: MediaSource) {
    const { track } = state.get()[source];
    if (!track) return;
    set(source, OFF);
    await outlet(source, null).catch(() => {});
    track.stop();
  }

  const inTurn = (source: MediaSource, task: () => Promise<void>): Promise<void> => {
    const turn = turns[source].then(task, task);
    turns[source] = turn.catch(() => {});
    return turn;
  };

  async function onBoth(): Promise<MediaProblem | null> {
    let given: MediaStreamLike;
    try {
      if (!media) throw new MediaProblem('not_supported', 'microphone', NO_DEVICES);
      given = await media.getUserMedia({ audio: MICROPHONE, video: CAMERA });
    } catch (thrown) {
      const problem = asMediaProblem(thrown, 'camera');
      if (problem.code === 'not_supported') throw problem;
      // It may be the camera alone that is missing, busy or not wanted.
      await inTurn('microphone', () => start('microphone', null));
      return problem;
    }
    for (const track of given.getTracks()) {
      const source = track.kind === 'audio' ? 'microphone' : 'camera';
      await inTurn(source, () => begin(source, track, null));
    }
    void look();
    return null;
  }

  async function look() {
    const all = (await media?.enumerateDevices().catch(() => [])) ?? [];
    if (closed) return;
    const of = (kind: string) => all.filter((device) => device.kind === kind && device.deviceId !== '');
    devices.set({ microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput') });
  }
  const changed = () => void look();
  media?.addEventListener?.('devicechange', changed);

  const off = (source: MediaSource) => inTurn(source, () => stop(source));
  return {
    state,
    devices,
    canShareScreen: media?.getDisplayMedia !== undefined,
    on: (source, deviceId = null) => inTurn(source, () => start(source, deviceId)),
    onBoth,
    off,
    mute(muted) {
      const { microphone } = state.get();
      if (!microphone.track) return;
      microphone.track.enabled = !muted;
      set('microphone', { ...microphone, state: muted ? 'muted' : 'on' });
    },
    look,
    connect(next) {
      outlet = next;
      for (const source of SOURCES) {
        const { track } = state.get()[source];
        if (track) void next(source, track).catch((error) => logger.warn('A source did not go out.', { error }));
      }
      return () => {
        if (outlet === next) outlet = async () => {};
      };
    },
    async allOff() {
      await Promise.all(SOURCES.map(off));
    },
    close() {
      closed = true;
      media?.removeEventListener?.('devicechange', changed);
      for (const source of SOURCES) state.get()[source].track?.stop();
      state.set({ microphone: OFF, camera: OFF, screen: OFF });
    },
  };
}

function openScreen(media: MediaDevicesLike) {
  if (!media.getDisplayMedia) throw new MediaProblem('not_supported', 'screen', 'This browser shares no screen.');
  return media.getDisplayMedia({ video: { frameRate: { ideal: 10, max: 15 } } });
}
