import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBlobsContract } from '@alongside/testkit/contracts';
import { afterAll, expect, test } from 'vitest';
import { createFolderBlobs } from './folder-blobs.ts';

const folders: string[] = [];
async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'alongside-blobs-'));
  folders.push(made);
  return made;
}
afterAll(() => Promise.all(folders.map((one) => rm(one, { recursive: true }))));

runBlobsContract('folder', async () => createFolderBlobs(await folder()));

test('another opening of the same folder finds what was put', async () => {
  const place = await folder();
  await (await createFolderBlobs(place)).put('files/a', Uint8Array.of(1, 2, 3));
  expect(await (await createFolderBlobs(place)).get('files/a')).toEqual(Buffer.of(1, 2, 3));
});

test('what a crash left half written is cleared away at the next start', async () => {
  const place = await folder();
  await mkdir(join(place, 'unfinished'), { recursive: true });
  await writeFile(join(place, 'unfinished', 'half'), 'half');
  await createFolderBlobs(place);
  expect(await readdir(join(place, 'unfinished'))).toEqual([]);
});

test('a folder that is not mounted gives, takes and forgets nothing, and says so', async () => {
  const place = await folder();
  const blobs = await createFolderBlobs(place);
  await blobs.put('files/a', Uint8Array.of(1));
  const away = { code: 'store_unavailable' };
  for (const part of ['blobs', 'unfinished', '.']) {
    const gone = join(place, part);
    const aside = `${place}-aside`;
    await rename(part === '.' ? place : gone, aside);
    await expect(blobs.put('files/b', Uint8Array.of(2)), part).rejects.toMatchObject(away);
    if (part !== 'unfinished') {
      await expect(blobs.get('files/a'), part).rejects.toMatchObject(away);
      await expect(blobs.delete('files/a'), part).rejects.toMatchObject(away);
    }
    await rm(gone, { recursive: true, force: true });
    await rename(aside, part === '.' ? place : gone);
    expect(await blobs.get('files/a'), part).toEqual(Buffer.of(1));
  }
  await blobs.delete('files/a');
  expect(await blobs.get('files/a')).toBeNull();
});

test('only the owner of the process may read a blob', async () => {
  const place = await folder();
  await (await createFolderBlobs(place)).put('files/a', Uint8Array.of(1));
  expect((await stat(join(place, 'blobs', 'files', 'a.blob'))).mode & 0o077).toBe(0);
  expect((await stat(join(place, 'blobs', 'files'))).mode & 0o077).toBe(0);
});
