import type { ActiveCall, Calls, TrackLike } from '@alongside/sdk/calls';

/** Plays what the others say; outside every screen, so that nothing that is drawn or hidden can cut it. */
export function createSpeaker(calls: Calls, page: Document, silenced: (silenced: boolean) => void) {
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
    /** From a press: the browser then lets it sound. */
    wake: () => void play(),
    canChoose: 'setSinkId' in element,
    choose: (deviceId: string) => element.setSinkId?.(deviceId).catch(() => {}) ?? Promise.resolve(),
    chosen: () => element.sinkId ?? '',
  };
}
export type Speaker = ReturnType<typeof createSpeaker>;
