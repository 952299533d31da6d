import { decodeG711, encodeG711, type Law } from '../audio/g711.ts';
import type { Source } from '../engine/source.ts';
import { createOpusCoder, type OpusCoder } from './opus.ts';
import type { SoundTrack } from './sound-track.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import type { WavFile } from './wav-file.ts';
import type { WebmFile } from './webm-file.ts';

/** So long a packet may be on its way and still be mixed in. */
const lateMilliseconds = 400;

/** All legs in one track, each packet at its time. */
export interface MixTrack extends SoundTrack {
  close(): void;
}

function createMixTrack(options: {
  readonly rate: number;
  readonly decode: (source: Source, payload: Buffer) => Int16Array;
  readonly write: (samples: Int16Array, position: number) => void;
}): SoundTrack {
  const { rate } = options;
  const frame = rate / 50;
  const timelines = new Map<string, Timeline>();
  const ends = new Map<string, number>();
  let sums = new Int32Array(rate * 2);
  let base = 0;

  const flush = (sample: number) => {
    for (; base + frame <= sample; base += frame) {
      const samples = new Int16Array(frame);
      for (let index = 0; index < frame; index += 1)
        samples[index] = Math.max(-32_768, Math.min(32_767, sums[index] ?? 0));
      sums.copyWithin(0, frame);
      sums.fill(0, sums.length - frame);
      options.write(samples, base);
    }
  };

  return {
    take(source, { header, payload }, at) {
      if (payload.length === 0) return;
      const timeline = timelines.get(source.legId) ?? createTimeline(rate);
      timelines.set(source.legId, timeline);
      const place = timeline.place(header, at);
      const end = ends.get(source.legId) ?? 0;
      const start = Math.abs(place - end) <= rate / 100 ? end : place;
      if (start < end) return;
      const samples = options.decode(source, payload);
      ends.set(source.legId, start + samples.length);
      const needed = start - base + samples.length;
      if (needed > sums.length) {
        const longer = new Int32Array(needed + rate);
        longer.set(sums);
        sums = longer;
      }
      for (let index = 0; index < samples.length; index += 1) {
        const slot = start - base + index;
        if (slot >= 0) sums[slot] = (sums[slot] ?? 0) + (samples[index] ?? 0);
      }
      flush(Math.round(((at - lateMilliseconds) * rate) / 1_000));
    },
    fillTo: (at) => flush(Math.round((at * rate) / 1_000)),
  };
}

export function createG711Mix(file: WavFile, law: Law): MixTrack {
  const track = createMixTrack({
    rate: 8_000,
    decode: (source, payload) => decodeG711(payload, source.coding as Law),
    write: (samples) => file.append(encodeG711(samples, law)),
  });
  return { ...track, close() {} };
}

/** Each leg is decoded, the sum is encoded anew. */
export function createOpusMix(file: Pick<WebmFile, 'sound'>): MixTrack {
  const encoder = createOpusCoder();
  const decoders = new Map<string, OpusCoder>();
  const track = createMixTrack({
    rate: 48_000,
    decode(source, payload) {
      const decoder = decoders.get(source.legId) ?? createOpusCoder();
      decoders.set(source.legId, decoder);
      try {
        return decoder.decode(payload);
      } catch {
        // A browser may send anything: one packet of nonsense is a gap.
        return new Int16Array(0);
      }
    },
    write: (samples, position) => file.sound(encoder.encode(samples), position / 48_000, 0.02),
  });
  return {
    ...track,
    close() {
      encoder.close();
      for (const decoder of decoders.values()) decoder.close();
    },
  };
}
