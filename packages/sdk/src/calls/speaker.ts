import type { ActiveCall } from './active-call.ts';
import type { Calls } from './calls.ts';
import type { TrackLike } from './rtc.ts';

interface AudioLike {
  autoplay: boolean;
  hidden: boolean;
  srcObject: unknown;
  play(): Promise<unknown>;
  remove(): void;
  readonly sinkId?: string;
  setSinkId?(deviceId: string): Promise<unknown>;
}

/** The part of a browser's globals that plays sound. */
export interface SpeakerGlobals {
  readonly document: { createElement(name: 'audio'): AudioLike; readonly body: { append(element: AudioLike): void } };
  readonly MediaStream: new (tracks: TrackLike[]) => unknown;
}

/** Plays what the others of the carried call say. */
export interface Speaker {
  /** From a press: the browser then lets it sound. */
  wake(): void;
  /** False: this browser plays by the system's own choice only. */
  readonly canChoose: boolean;
  /** A device that cannot be had leaves the one before. */
  choose(deviceId: string): Promise<void>;
  /** Id of the chosen loudspeaker; empty: the system's. */
  chosen(): string;
}

/**
 * Hidden audio elements at the page's end, outside everything that an app draws: nothing that is shown or hidden can cut the sound. One for each voice: of a
 * stream with several, some browsers play the first alone.
 *
 * @param silenced told true when the browser keeps the sound off until a press, which then should `wake()`
 */
export function createSpeaker(
  calls: Pick<Calls, 'active'>,
  silenced: (silenced: boolean) => void,
  globals: SpeakerGlobals = globalThis as unknown as SpeakerGlobals,
): Speaker {
  const players = new Map<TrackLike, AudioLike>();
  const make = () => globals.document.createElement('audio');
  const canChoose = make().setSinkId !== undefined;
  let stop = () => {};
  let sink = '';

  const play = () =>
    Promise.all([...players.values()].map((player) => player.play())).then(
      () => silenced(false),
      (error: Error) => silenced(error.name === 'NotAllowedError' && players.size > 0),
    );
  const direct = async (deviceId: string) => {
    for (const player of players.values()) await player.setSinkId?.(deviceId);
  };
  const add = (track: TrackLike) => {
    const player = make();
    player.autoplay = true;
    player.hidden = true;
    player.srcObject = new globals.MediaStream([track]);
    if (sink !== '') player.setSinkId?.(sink).catch(() => {});
    globals.document.body.append(player);
    players.set(track, player);
  };
  const hear = (active: ActiveCall | null) => {
    const tracks = (active?.remote.get() ?? []).filter(({ kind }) => kind === 'audio').map(({ track }) => track);
    for (const [track, player] of players) {
      if (tracks.includes(track)) continue;
      player.srcObject = null;
      player.remove();
      players.delete(track);
    }
    const fresh = tracks.filter((track) => !players.has(track));
    for (const track of fresh) add(track);
    if (fresh.length > 0) void play();
  };
  const attach = (active: ActiveCall | null) => {
    stop();
    stop = active ? active.remote.subscribe(() => hear(active)) : () => {};
    hear(active);
  };
  calls.active.subscribe(attach);
  attach(calls.active.get());
  return {
    wake: () => void play(),
    canChoose,
    async choose(deviceId) {
      const before = sink;
      sink = deviceId;
      await direct(deviceId).catch(() => {
        sink = before;
        return direct(before).catch(() => {});
      });
    },
    chosen: () => sink,
  };
}
