import type { MediaKind, RecordedFile, SessionAudio } from '@alongside/domain';
import type { RtpPacket } from 'werift';
import type { Source } from '../engine/source.ts';
import { createPictureTrack, type PictureTrack } from './picture-track.ts';
import type { RecordingFiles } from './recording-files.ts';
import { createG711Track, createOpusTrack, type SoundTrack } from './sound-track.ts';
import { createWavFile } from './wav-file.ts';
import { createWebmFile } from './webm-file.ts';

/** What is written of one leg, or of all mixed. Times in milliseconds since the recording's start. */
export interface Recording {
  take(source: Source, packet: RtpPacket, at: number): void;
  /** A moment on which nothing more is to come from before `at`. */
  fillTo(at: number): void;
  /** Pictures go black; sound becomes silent by itself. */
  blank(at: number, kind?: MediaKind): void;
  stop(at: number): Promise<readonly (RecordedFile | null)[]>;
}

type Pictures = Exclude<MediaKind, 'audio'>;

/**
 * One leg: its sound and the camera that is on when the recording starts in one WebM file. What is switched on later, and a screen, has a file of its
 * own, black up to then: so every file begins with the recording. G.711 cannot be in WebM and has a WAV file beside.
 */
export async function createLegRecording(options: {
  readonly files: RecordingFiles;
  readonly legId: string;
  readonly audio: SessionAudio;
  readonly cameraOn: boolean;
}): Promise<Recording> {
  const { files, legId, audio } = options;
  const closing: { path: string; contentType: string; close: () => Promise<void> }[] = [];
  const pictures = new Map<Pictures, PictureTrack | null>();
  let sound: SoundTrack;

  if (audio === 'opus') {
    const path = await files.path(legId, options.cameraOn ? 'sound-and-video' : 'sound', 'webm');
    const file = await createWebmFile(path, { sound: true, pictures: options.cameraOn });
    sound = createOpusTrack(file);
    if (options.cameraOn) pictures.set('video', createPictureTrack(file));
    closing.push({ path, contentType: options.cameraOn ? 'video/webm' : 'audio/webm', close: () => file.close() });
  } else {
    const path = await files.path(legId, 'sound', 'wav');
    const file = await createWavFile(path, 'PCMU');
    sound = createG711Track(file, 'PCMU');
    closing.push({ path, contentType: 'audio/wav', close: () => file.close() });
  }

  /** Opened by its first packet; what comes before the file is there is lost, up to the key frame that is asked for then. */
  const openPictures = (kind: Pictures) => {
    pictures.set(kind, null);
    void (async () => {
      const path = await files.path(legId, kind, 'webm');
      const file = await createWebmFile(path, { sound: false, pictures: true });
      pictures.set(kind, createPictureTrack(file));
      closing.push({ path, contentType: 'video/webm', close: () => file.close() });
    })().catch((error) => console.error('media process: a file for pictures could not be opened', error));
  };

  return {
    take(source, packet, at) {
      if (source.kind === 'audio') return sound.take(source, packet, at);
      const track = pictures.get(source.kind);
      if (track === undefined) openPictures(source.kind);
      else track?.take(source, packet, at);
    },
    fillTo: (at) => sound.fillTo(at),
    blank(at, kind) {
      for (const [of, track] of pictures) if (kind === undefined || kind === of) track?.blank(at);
    },
    async stop(at) {
      sound.fillTo(at);
      for (const track of pictures.values()) track?.stop(at);
      return Promise.all(closing.map((file) => files.describe({ ...file, legId, milliseconds: at })));
    },
  };
}
