import { randomBytes } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RecordedFile } from '@alongside/domain';

/** A file that is being written; `finish` resolves with null when it could not be. */
export interface OpenFile {
  finish(milliseconds: number): Promise<RecordedFile | null>;
}

/** What the sound of one leg, or of all, is in: with the pictures of the camera that was on from the beginning, or alone. */
export type RecordedTrack = 'sound' | 'sound-and-video' | 'video' | 'screen';

/** What a recording's file says by its name. null: it is none. */
export function recordingOf(
  path: string,
): (Pick<RecordedFile, 'legId' | 'contentType'> & { sessionId: string }) | null {
  const parts = basename(path).split('.').map(decodeURIComponent);
  const [sessionId, run, leg, track, ending] = parts;
  if (parts.length !== 5 || !sessionId || !run || !leg || !track || !ending) return null;
  const kind = ending === 'wav' || track === 'sound' ? 'audio' : 'video';
  return { sessionId, legId: leg === 'all' ? null : leg, contentType: `${kind}/${ending}` };
}

/** Names the files of one recording and describes them when they are done. */
export function createRecordingFiles(folder: string, sessionId: string) {
  const run = randomBytes(6).toString('hex');
  return {
    async path(legId: string | null, track: RecordedTrack, ending: 'webm' | 'wav'): Promise<string> {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = [sessionId, run, legId ?? 'all', track]
        .map((part) => encodeURIComponent(part).slice(0, 80))
        .join('.');
      return join(folder, `${name}.${ending}`);
    },
    async describe(of: {
      readonly path: string;
      readonly legId: string | null;
      readonly contentType: string;
      readonly milliseconds: number;
      readonly close: () => Promise<void>;
    }): Promise<RecordedFile | null> {
      const { path, legId, contentType } = of;
      try {
        await of.close();
        const { size } = await stat(path);
        return { path, legId, contentType, bytes: size, milliseconds: Math.round(of.milliseconds) };
      } catch (error) {
        console.error(`media process: the recording ${path} could not be written`, error);
        return null;
      }
    },
  };
}

export type RecordingFiles = ReturnType<typeof createRecordingFiles>;
