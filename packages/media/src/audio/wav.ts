import { endianness } from 'node:os';

/** No program writes so many; to walk through millions would hold up the sound of everybody. */
const mostChunks = 64;

/**
 * The samples of a WAV file: PCM, 16 bits, one channel, 8 kHz. They share the file's memory where they can.
 *
 * @throws Error with a sentence that names what is wrong with the file
 */
export function readWav(file: Buffer): Int16Array {
  if (file.length < 44 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error('it is no WAV file');
  let format: Buffer | null = null;
  for (let at = 12, chunks = 0; at + 8 <= file.length && chunks < mostChunks; chunks += 1) {
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, Math.min(file.length, at + 8 + size));
    if (name === 'fmt ') format = body;
    if (name === 'data') {
      if (format === null || format.length < 16) throw new Error('its format is missing');
      const [coding, channels, rate, bits] = [
        format.readUInt16LE(0),
        format.readUInt16LE(2),
        format.readUInt32LE(4),
        format.readUInt16LE(14),
      ];
      if (coding !== 1 || channels !== 1 || rate !== 8_000 || bits !== 16)
        throw new Error(
          `it must be PCM with 16 bits, one channel and 8,000 Hz, not ${bits} bits, ${channels} channels and ${rate} Hz`,
        );
      if (endianness() === 'LE' && body.byteOffset % 2 === 0)
        return new Int16Array(body.buffer, body.byteOffset, body.length >> 1);
      return Int16Array.from({ length: body.length >> 1 }, (_, index) => body.readInt16LE(index * 2));
    }
    at += 8 + size + (size & 1);
  }
  throw new Error('it holds no sound');
}
