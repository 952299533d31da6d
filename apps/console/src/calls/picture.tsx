import type { TrackLike } from '@alongside/sdk/calls';
import { useEffect, useRef } from 'react';

interface PictureProps {
  readonly track: TrackLike;
  readonly label: string;
  /** Turned as in a mirror. */
  readonly own?: boolean;
  /** Never cut, as a screen. */
  readonly whole?: boolean;
}

/** A moving picture without sound. */
export function Picture({ track, label, own, whole }: PictureProps) {
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
      className="call-picture"
      data-own={own || undefined}
      data-whole={whole || undefined}
      aria-label={label}
      autoPlay
      muted
      playsInline
    />
  );
}
