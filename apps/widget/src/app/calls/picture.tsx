/** @jsxImportSource preact */
import type { TrackLike } from '@alongside/sdk/calls';
import { useEffect, useRef } from 'preact/hooks';

type Props = { track: TrackLike; label: string; own?: boolean; whole?: boolean };

/** A moving picture without sound. `own` is turned as in a mirror; `whole` is never cut, as a screen. */
export function Picture({ track, label, own = false, whole = false }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    // A browser's own track stands behind the port's.
    element.srcObject = new MediaStream([track as unknown as MediaStreamTrack]);
    element.play().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return (
    <video
      ref={video}
      class={`call-picture${own ? ' call-picture-own' : ''}${whole ? ' call-picture-whole' : ''}`}
      aria-label={label}
      autoplay
      muted
      playsInline
    />
  );
}
