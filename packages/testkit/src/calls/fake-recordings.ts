import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedFile } from '@alongside/domain';

const MILLISECONDS = 1_000;
const RATE = 8_000;

/** A second of silence as WAV (µ-law): whoever fetches a recording gets a file that plays. */
function silentWav(): Buffer {
  const samples = Buffer.alloc((RATE * MILLISECONDS) / 1_000, 0xff);
  const head = Buffer.alloc(46);
  head.write('RIFF', 0);
  head.writeUInt32LE(head.length - 8 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(18, 16);
  head.writeUInt16LE(7, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 38);
  head.writeUInt32LE(samples.length, 42);
  return Buffer.concat([head, samples]);
}

/** Files of recordings in which nothing was said. Whoever takes them in removes them; what is left goes with `remove`. */
export function createFakeRecordings() {
  const paths: string[] = [];
  return {
    async write(legIds: readonly (string | null)[]): Promise<RecordedFile[]> {
      const content = silentWav();
      return Promise.all(
        legIds.map(async (legId) => {
          const path = join(tmpdir(), `alongside-fake-recording-${randomUUID()}.wav`);
          paths.push(path);
          await writeFile(path, content);
          return { path, legId, contentType: 'audio/wav', bytes: content.length, milliseconds: MILLISECONDS };
        }),
      );
    },
    async remove(): Promise<void> {
      await Promise.all(paths.splice(0).map((path) => rm(path, { force: true })));
    },
  };
}
