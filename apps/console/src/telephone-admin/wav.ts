/** The rate of telephones. */
export const TELEPHONE_HZ = 8_000;
/** What the server takes. */
export const LONGEST_SECONDS = 5 * 60;

/** What a WAV file says of itself. */
export interface Wav {
  readonly hertz: number;
  readonly channels: number;
  readonly seconds: number;
  /** As telephones play it: PCM, 16 bits, one channel, 8 kHz. */
  readonly ready: boolean;
}

/** Reads the head of a WAV file; null: it is none, or holds no sound. */
export function readWav(file: Uint8Array): Wav | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const text = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.length < 44 || text(0) !== 'RIFF' || text(8) !== 'WAVE') return null;
  let format: { coding: number; channels: number; hertz: number; bytesASecond: number; bits: number } | null = null;
  for (let at = 12; at + 8 <= file.length; ) {
    const size = view.getUint32(at + 4, true);
    if (text(at) === 'fmt ' && at + 24 <= file.length)
      format = {
        coding: view.getUint16(at + 8, true),
        channels: view.getUint16(at + 10, true),
        hertz: view.getUint32(at + 12, true),
        bytesASecond: view.getUint32(at + 16, true),
        bits: view.getUint16(at + 22, true),
      };
    if (text(at) === 'data') {
      if (format === null || format.bytesASecond === 0) return null;
      const { coding, channels, hertz, bits, bytesASecond } = format;
      const seconds = Math.min(size, file.length - at - 8) / bytesASecond;
      const ready = coding === 1 && channels === 1 && hertz === TELEPHONE_HZ && bits === 16;
      return seconds === 0 ? null : { hertz, channels, seconds, ready };
    }
    at += 8 + size + (size & 1);
  }
  return null;
}

/** Samples from -1 to 1 as a WAV file that telephones play; channels become one. */
export function telephoneWav(channels: readonly Float32Array[]): Uint8Array {
  const length = channels[0]?.length ?? 0;
  const file = new Uint8Array(44 + length * 2);
  const view = new DataView(file.buffer);
  const text = (at: number, letters: string) => file.set(new TextEncoder().encode(letters), at);
  text(0, 'RIFF');
  view.setUint32(4, file.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, TELEPHONE_HZ, true);
  view.setUint32(28, TELEPHONE_HZ * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, length * 2, true);
  for (let at = 0; at < length; at++) {
    const mixed = channels.reduce((sum, channel) => sum + (channel[at] ?? 0), 0) / channels.length;
    view.setInt16(44 + at * 2, Math.round(Math.max(-1, Math.min(1, mixed)) * 32_767), true);
  }
  return file;
}
