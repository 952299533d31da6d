import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Sound } from '@alongside/domain';
import { frameSamples } from '../audio/g711.ts';
import { toneFrames } from '../audio/tones.ts';
import { readWav } from '../audio/wav.ts';

/** Gives out 20 ms at a time; null: it is over. */
export type Player = () => Int16Array | null;

type Read = (path: string) => Promise<Buffer>;

interface Kept {
  /** Of the file as it was read: an operator may lay another one there under its name. */
  readonly version: string;
  readonly samples: Int16Array;
}

/** Of some seven sounds of the longest sort. */
const mostBytes = 32 * 1024 * 1024;
/** By path, the one that was heard longest ago first. */
const kept = new Map<string, Kept>();
let keptBytes = 0;

function forget(path: string): void {
  keptBytes -= kept.get(path)?.samples.buffer.byteLength ?? 0;
  kept.delete(path);
}

/** The same greeting is played to every caller: it is read once. */
async function samplesOf(path: string, read: Read): Promise<Int16Array> {
  const { mtimeMs, size, ino } = await stat(path);
  const version = `${mtimeMs} ${size} ${ino}`;
  const known = kept.get(path);
  const samples = known?.version === version ? known.samples : readWav(await read(path));
  forget(path);
  kept.set(path, { version, samples });
  // Samples share the memory of their file, which is kept with them.
  keptBytes += samples.buffer.byteLength;
  for (const oldest of kept.keys()) {
    if (keptBytes <= mostBytes) break;
    forget(oldest);
  }
  return samples;
}

/** @throws Error with a sentence for who named a sound that cannot be played */
export async function openSound(sound: Sound, folder: string | null, read: Read = readFile): Promise<Player> {
  if (sound.kind === 'silence') return () => new Int16Array(frameSamples);
  if (sound.kind === 'tone') return toneFrames([sound.hertz]);
  if (folder === null || basename(sound.name) !== sound.name)
    throw new Error(`There is no sound "${sound.name}": name a file of the sounds folder.`);
  const samples = await samplesOf(join(folder, sound.name), read).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new Error(`There is no sound "${sound.name}" in the sounds folder.`);
  });
  let at = 0;
  return () => {
    if (at >= samples.length) {
      if (!sound.repeat || samples.length === 0) return null;
      at = 0;
    }
    const frame = new Int16Array(frameSamples);
    frame.set(samples.subarray(at, at + frameSamples));
    at += frameSamples;
    return frame;
  };
}
