import type { ActiveCall, Calls, TrackLike } from '@alongside/sdk/calls';

/** Plays what the others say; outside every pane, so that nothing that is drawn or hidden can cut it. */
export interface Speaker {
  /** From a press: the browser then lets it sound. */
  wake(): void;
  readonly canChoose: boolean;
  choose(deviceId: string): Promise<void>;
  chosen(): string;
}

export function createSpeaker(calls: Calls, page: Document, silenced: (silenced: boolean) => void): Speaker {
  const element = page.createElement('audio');
  element.autoplay = true;
  element.hidden = true;
  page.body.append(element);
  let stop = () => {};
  let playing: readonly TrackLike[] = [];

  const play = () =>
    element.play().then(
      () => silenced(false),
      (error: Error) => silenced(error.name === 'NotAllowedError' && playing.length > 0),
    );
  const hear = (active: ActiveCall | null) => {
    const tracks = (active?.remote.get() ?? []).filter(({ kind }) => kind === 'audio').map(({ track }) => track);
    if (tracks.length === playing.length && tracks.every((track, index) => track === playing[index])) return;
    playing = tracks;
    // A browser's own tracks stand behind the port's.
    element.srcObject = tracks.length === 0 ? null : new MediaStream(tracks as unknown as MediaStreamTrack[]);
    if (tracks.length > 0) void play();
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
    canChoose: 'setSinkId' in element,
    choose: async (deviceId) => {
      await element.setSinkId?.(deviceId).catch(() => {});
    },
    chosen: () => element.sinkId ?? '',
  };
}
