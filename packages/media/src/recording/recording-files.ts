import { randomBytes } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordedFile } from '@alongside/domain';

/** A file that is being written; `finish` resolves with null when it could not be. */
export interface OpenFile {
  finish(milliseconds: number): Promise<RecordedFile | null>;
}

/** Names the files of one recording and describes them when they are done. */
export function createRecordingFiles(folder: string, sessionId: string) {
  const run = randomBytes(6).toString('hex');
  return {
    async path(legId: string | null, what: string, ending: 'webm' | 'wav'): Promise<string> {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = [sessionId, run, legId ?? 'all', what]
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
