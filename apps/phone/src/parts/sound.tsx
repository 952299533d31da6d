import { useEffect, useRef, useState } from 'react';
import type { RemoteTrack } from '@alongside/sdk/calls';
import type { Phone } from '../state/phone.ts';

/** Plays what the others of the carried call send. */
export function Sound({ phone }: { readonly phone: Phone }) {
  const calls = phone.calls();
  const [tracks, setTracks] = useState<readonly RemoteTrack[]>([]);
  useEffect(() => {
    if (!calls) return;
    let stop = () => {};
    const look = () => {
      stop();
      const active = calls.active.get();
      setTracks(active?.remote.get() ?? []);
      stop = active ? active.remote.subscribe(setTracks) : () => {};
    };
    look();
    const stopActive = calls.active.subscribe(look);
    return () => {
      stop();
      stopActive();
    };
  }, [calls]);
  return tracks
    .filter(({ kind }) => kind === 'audio')
    .map((track) => <Voice key={`${track.from} ${track.kind}`} track={track} />);
}

function Voice({ track }: { readonly track: RemoteTrack }) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    if (!element.current) return;
    element.current.srcObject = new MediaStream([track.track as unknown as MediaStreamTrack]);
    element.current.play().catch(() => {});
  }, [track]);
  return (
    // biome-ignore lint/a11y/useMediaCaption: a telephone call has no captions.
    <audio ref={element} autoPlay />
  );
}
