import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Platform } from '@alongside/domain';
import { tone, tune, wavOf } from './tune.ts';

const OWN = { tune: 'alongside.tune.wav', tone: 'alongside.tone.wav' } as const;

/** The files that the media engine plays: the company's sounds, brought out of the blobs when first heard, and two of our own. */
export class Sounds {
  readonly #platform: Platform;
  readonly #folder: string | null;
  #own: Promise<void> | null = null;

  /** `folder`: where the engine looks; null: nothing can be played. */
  constructor(platform: Platform, folder: string | null) {
    this.#platform = platform;
    this.#folder = folder;
  }

  /** Music of ours, or the tone before a message. null: nothing can be played. */
  async own(which: keyof typeof OWN): Promise<string | null> {
    if (this.#folder === null) return null;
    this.#own ??= this.#writeOwn(this.#folder);
    await this.#own;
    return OWN[which];
  }

  /** The file of this name: a sound of the tenant's, else one that the operator laid into the folder. null: there is none. */
  async find(tenantId: string, name: string): Promise<string | null> {
    const folder = this.#folder;
    if (folder === null) return null;
    const key = await this.#platform.store.transaction(tenantId, (tx) => tx.calls.soundKey(name));
    if (key === null) return basename(name) === name && (await isThere(join(folder, name))) ? name : null;
    const file = `${basename(key)}.wav`;
    if (await isThere(join(folder, file))) return file;
    const bytes = await this.#platform.blobs.get(key);
    if (bytes === null) return null;
    await write(folder, file, bytes, this.#platform.random.uuid());
    return file;
  }

  async #writeOwn(folder: string): Promise<void> {
    const id = this.#platform.random.uuid();
    await write(folder, OWN.tune, wavOf(tune()), id);
    await write(folder, OWN.tone, wavOf(tone()), id);
  }
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Whole or not at all: the engine may look at any moment. */
async function write(folder: string, file: string, bytes: Uint8Array, id: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${file}.${id}`);
  await writeFile(draft, bytes);
  await rename(draft, join(folder, file));
}
