import {
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  FilePathTarget,
  Output,
  WebMOutputFormat,
} from 'mediabunny';

export interface WebmFile {
  /** Times in seconds since the recording's start; each track's in ascending order. */
  sound(packet: Uint8Array, at: number, duration: number): void;
  picture(frame: Uint8Array, at: number, duration: number, key: boolean, size: PictureSize): void;
  /** Rejects when anything could not be written. */
  close(): Promise<void>;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A WebM file of Opus sound, VP8 pictures, or both. */
export async function createWebmFile(path: string, tracks: { readonly sound: boolean; readonly pictures: boolean }) {
  const output = new Output({ format: new WebMOutputFormat(), target: new FilePathTarget(path) });
  const sound = tracks.sound ? new EncodedAudioPacketSource('opus') : null;
  const pictures = tracks.pictures ? new EncodedVideoPacketSource('vp8') : null;
  if (sound !== null) output.addAudioTrack(sound);
  if (pictures !== null) output.addVideoTrack(pictures);
  await output.start();
  let fault: unknown = null;
  let soundSaid = false;
  let picturesSaid = false;
  const writing = new Set<Promise<void>>();
  const write = (add: Promise<void> | undefined) => {
    if (add === undefined) return;
    const done: Promise<void> = add.catch((error) => {
      fault ??= error;
    });
    writing.add(done);
    void done.finally(() => writing.delete(done));
  };
  const file: WebmFile = {
    sound(packet, at, duration) {
      const config = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 };
      write(
        sound?.add(new EncodedPacket(packet, 'key', at, duration), soundSaid ? undefined : { decoderConfig: config }),
      );
      soundSaid = true;
    },
    picture(frame, at, duration, key, { width, height }) {
      const config = { codec: 'vp8', codedWidth: width, codedHeight: height };
      write(
        pictures?.add(
          new EncodedPacket(frame, key ? 'key' : 'delta', at, duration),
          picturesSaid ? undefined : { decoderConfig: config },
        ),
      );
      picturesSaid = true;
    },
    async close() {
      await Promise.all(writing);
      if (fault !== null) {
        await output.cancel().catch(() => undefined);
        throw fault;
      }
      await output.finalize();
    },
  };
  return file;
}
