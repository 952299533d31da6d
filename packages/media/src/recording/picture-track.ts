import type { RtpPacket } from 'werift';
import type { Source } from '../engine/source.ts';
import { blackFrame } from './black-frame.ts';
import { type BuiltFrame, createFrameBuilder } from './frame-builder.ts';
import { createTimeline } from './timeline.ts';
import type { PictureSize, WebmFile } from './webm-file.ts';

/** The pictures of one leg on their way into a file: black where there are none. Times in milliseconds since the recording's start. */
export interface PictureTrack {
  take(source: Source, packet: RtpPacket, at: number): void;
  /** From here on black, until the next key frame. */
  blank(at: number): void;
  stop(at: number): void;
}

const rate = 90_000;

export function createPictureTrack(file: Pick<WebmFile, 'picture'>): PictureTrack {
  const timeline = createTimeline(rate);
  /** Not written yet: how long it stays is known when the next one comes. */
  let shown: { readonly frame: BuiltFrame | null; readonly at: number } = { frame: null, at: 0 };
  let size: PictureSize = { width: 640, height: 480 };
  let askKeyFrame = () => {};
  let arrivedAt = 0;

  const write = (until: number) => {
    const { frame, at } = shown;
    const duration = Math.max(1, until - at) / 1_000;
    if (frame === null) file.picture(blackFrame(size.width, size.height), at / 1_000, duration, true, size);
    else file.picture(frame.data, at / 1_000, duration, frame.key, frame.size);
  };
  const show = (frame: BuiltFrame | null, at: number) => {
    const next = Math.max(at, shown.at + 1);
    if (frame !== null) size = frame.size;
    write(next);
    shown = { frame, at: next };
  };
  const builder = createFrameBuilder({
    onFrame: (frame) => show(frame, (timeline.place(frame, arrivedAt) * 1_000) / rate),
    needKey: () => askKeyFrame(),
  });

  return {
    take(source, packet, at) {
      askKeyFrame = source.askKeyFrame;
      arrivedAt = at;
      builder.take(packet, at);
    },
    blank(at) {
      builder.interrupt();
      if (shown.frame !== null) show(null, at);
    },
    stop: (at) => write(at),
  };
}
