import type { RtpPacket } from 'werift';
import { type Law, translateG711 } from '../audio/g711.ts';
import type { Source } from '../engine/source.ts';
import { opusSamples, opusSilence } from './opus.ts';
import { createTimeline } from './timeline.ts';
import type { WavFile } from './wav-file.ts';
import type { WebmFile } from './webm-file.ts';

/** The sound of one leg on its way into a file: without a hole from the recording's start to its end. Times in milliseconds since that start. */
export interface SoundTrack {
  take(source: Source, packet: RtpPacket, at: number): void;
  /** Silence up to this time, where nothing came. */
  fillTo(at: number): void;
}

/** A packet this near to the end of the last one follows it: its sender's clock says no more than that. */
const joinMilliseconds = 10;

/** Opus as it came, with frames of silence between. */
export function createOpusTrack(file: Pick<WebmFile, 'sound'>): SoundTrack {
  const rate = 48_000;
  const frame = rate / 50;
  const timeline = createTimeline(rate);
  let position = 0;
  const fill = (sample: number) => {
    for (; position + frame <= sample; position += frame) file.sound(opusSilence, position / rate, 0.02);
  };
  return {
    take(_source, { header, payload }, at) {
      if (payload.length === 0) return;
      const place = timeline.place(header, at);
      const start = Math.abs(place - position) <= (joinMilliseconds * rate) / 1_000 ? position : place;
      if (start < position) return;
      fill(start);
      position = Math.max(position, start);
      const samples = opusSamples(payload);
      file.sound(payload, position / rate, samples / rate);
      position += samples;
    },
    fillTo: (at) => fill(Math.round((at * rate) / 1_000)),
  };
}

/** G.711 as it came, under one law. */
export function createG711Track(file: WavFile, law: Law): SoundTrack {
  const rate = 8_000;
  const timeline = createTimeline(rate);
  return {
    take(source, { header, payload }, at) {
      const place = timeline.place(header, at);
      const start = Math.abs(place - file.length()) <= (joinMilliseconds * rate) / 1_000 ? file.length() : place;
      if (start < file.length()) return;
      file.fillTo(start);
      file.append(translateG711(payload, source.coding as Law, law));
    },
    fillTo: (at) => file.fillTo(Math.round((at * rate) / 1_000)),
  };
}
