import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Sound } from '@alongside/domain';
import { frameSamples } from '../audio/g711.ts';
import { toneFrames } from '../audio/tones.ts';
import { readWav } from '../audio/wav.ts';

/** Gives out 20 ms at a time; null: it is over. */
export type Player = () => Int16Array | null;

/** @throws Error with a sentence for who named a sound that cannot be played */
export async function openSound(sound: Sound, folder: string | null): Promise<Player> {
  if (sound.kind === 'silence') return () => new Int16Array(frameSamples);
  if (sound.kind === 'tone') return toneFrames([sound.hertz]);
  if (folder === null || basename(sound.name) !== sound.name)
    throw new Error(`There is no sound "${sound.name}": name a file of the sounds folder.`);
  const samples = readWav(
    await readFile(join(folder, sound.name)).catch(() => {
      throw new Error(`There is no sound "${sound.name}" in the sounds folder.`);
    }),
  );
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
