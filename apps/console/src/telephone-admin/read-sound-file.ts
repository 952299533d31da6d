import { LONGEST_SECONDS, readWav, TELEPHONE_HZ, telephoneWav, type Wav } from './wav.ts';

/** Above it no browser should be asked to hold it: five minutes of studio sound are less. */
const MOST_BYTES = 200_000_000;

/** A file as it will be sent, with what it was before. */
export interface SoundFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly was: Wav;
}
export type FileFault = 'no_wav' | 'too_long' | 'unreadable';

/** Decodes any WAV at the telephones' rate: the browser resamples. */
export type Decode = (bytes: ArrayBuffer) => Promise<readonly Float32Array[]>;

export const decodeInBrowser: Decode = async (bytes) => {
  const sound = await new OfflineAudioContext(1, 1, TELEPHONE_HZ).decodeAudioData(bytes);
  return Array.from({ length: sound.numberOfChannels }, (_, channel) => sound.getChannelData(channel));
};

/** What a chosen file is sent as; what cannot be sent says why, before anything is. */
export async function readSoundFile(file: Blob, decode: Decode = decodeInBrowser): Promise<SoundFile | FileFault> {
  if (file.size > MOST_BYTES) return 'too_long';
  const bytes = new Uint8Array(await file.arrayBuffer());
  const was = readWav(bytes);
  if (was === null) return 'no_wav';
  if (was.seconds > LONGEST_SECONDS) return 'too_long';
  if (was.ready) return { bytes, was };
  try {
    // The decoder takes the buffer away.
    const channels = await decode(bytes.slice().buffer);
    return { bytes: telephoneWav(channels) as Uint8Array<ArrayBuffer>, was };
  } catch {
    return 'unreadable';
  }
}
