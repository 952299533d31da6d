import { Refused } from '../kernel/refused.ts';

const LONGEST_MILLISECONDS = 5 * 60_000;
/** No program writes so many; whoever plays the file has to walk through them. */
const MOST_CHUNKS = 64;
const BYTES_A_MILLISECOND = 16;
const wrong = (message: string) => new Refused('invalid_request', { field: '', message });

/**
 * How long a WAV file lasts that telephones can be let hear: PCM, 16 bits, one channel, 8 kHz.
 *
 * @throws Refused `invalid_request`, with how to make it right
 */
export function wavMilliseconds(file: Uint8Array): number {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const text = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.length < 44 || text(0) !== 'RIFF' || text(8) !== 'WAVE') throw wrong('This is no WAV file.');
  let isRight = false;
  for (let at = 12, chunks = 1; at + 8 <= file.length; chunks += 1) {
    if (chunks > MOST_CHUNKS) throw wrong(`The file has more than ${MOST_CHUNKS} parts before its sound.`);
    const size = view.getUint32(at + 4, true);
    if (text(at) === 'fmt ' && at + 24 <= file.length) {
      const [coding, channels, rate, bits] = [
        view.getUint16(at + 8, true),
        view.getUint16(at + 10, true),
        view.getUint32(at + 12, true),
        view.getUint16(at + 22, true),
      ];
      isRight = coding === 1 && channels === 1 && rate === 8_000 && bits === 16;
      if (!isRight)
        throw wrong(
          `The file has ${bits} bits, ${channels} channels and ${rate} Hz; telephones need PCM with 16 bits, one channel and 8,000 Hz: ffmpeg -i in.wav -ar 8000 -ac 1 -c:a pcm_s16le out.wav`,
        );
    }
    if (text(at) === 'data') {
      const milliseconds = Math.floor(Math.min(size, file.length - at - 8) / BYTES_A_MILLISECOND);
      if (!isRight) throw wrong('The file does not say its format before its sound.');
      if (milliseconds === 0) throw wrong('The file holds no sound.');
      if (milliseconds > LONGEST_MILLISECONDS) throw wrong('A sound lasts five minutes at most.');
      return milliseconds;
    }
    at += 8 + size + (size & 1);
  }
  throw wrong('The file holds no sound.');
}
