const RATE = 8_000;
const BEAT_SECONDS = 0.42;
/** Semitones above A3; null: a rest. Four bars of a pentatonic figure, so that the end meets the beginning. */
const MELODY = [
  12,
  9,
  7,
  4,
  7,
  9,
  12,
  null,
  14,
  12,
  9,
  7,
  9,
  4,
  7,
  null,
  12,
  16,
  14,
  12,
  9,
  7,
  4,
  null,
  7,
  9,
  4,
  2,
  4,
  0,
  0,
  null,
];
const BASS = [-12, -12, -5, -5, -3, -3, -5, -12];

const hertzOf = (semitones: number) => 220 * 2 ** (semitones / 12);

/** Music for those who wait, made of sines: nobody's but ours. PCM, 16 bits, 8 kHz. */
export function tune(): Int16Array {
  const beat = Math.round(RATE * BEAT_SECONDS);
  const samples = new Float64Array(MELODY.length * beat);
  const pluck = (hertz: number, from: number, beats: number, volume: number) => {
    for (let at = 0; at < beats * beat; at += 1) {
      const time = at / RATE;
      const rise = Math.min(1, time / 0.015);
      const fall = Math.exp((-2.6 * time) / (beats * BEAT_SECONDS));
      const wave = Math.sin(2 * Math.PI * hertz * time) + 0.25 * Math.sin(4 * Math.PI * hertz * time);
      const place = (from * beat + at) % samples.length;
      samples[place] = (samples[place] ?? 0) + volume * rise * fall * wave;
    }
  };
  for (const [index, note] of MELODY.entries()) if (note !== null) pluck(hertzOf(note), index, 2, 3_200);
  for (const [index, note] of BASS.entries()) pluck(hertzOf(note), index * 4, 4, 2_400);
  return Int16Array.from(samples, (sample) => Math.round(Math.max(-12_000, Math.min(12_000, sample))));
}

/** The tone after which a message is kept. */
export function tone(seconds = 0.4, hertz = 1_000): Int16Array {
  return Int16Array.from({ length: RATE * seconds }, (_, at) =>
    Math.round(6_000 * Math.sin((2 * Math.PI * hertz * at) / RATE)),
  );
}

/** A WAV file of PCM, 16 bits, one channel, 8 kHz. */
export function wavOf(samples: Int16Array): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(2 * RATE, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([head, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);
}
