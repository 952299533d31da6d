import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBlobsContract } from '@alongside/testkit/contracts';
import { afterAll, expect, test } from 'vitest';
import { createCopiedBlobs } from './copied-blobs.ts';
import { copyBlobs, keysOfBlobs, removeBlobs } from './copy-blobs.ts';
import { createFolderBlobs } from './folder-blobs.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const folders: string[] = [];
async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'alongside-copied-'));
  folders.push(made);
  return made;
}
afterAll(() => Promise.all(folders.map((one) => rm(one, { recursive: true, force: true }))));

runBlobsContract('copied', async () =>
  createCopiedBlobs(await createFolderBlobs(await folder()), await createFolderBlobs(await folder()), silent),
);

test('the copy has what was put before put answers, and keeps what is deleted', async () => {
  const copy = await createFolderBlobs(await folder());
  const blobs = createCopiedBlobs(await createFolderBlobs(await folder()), copy, silent);
  await blobs.put('files/a', Uint8Array.of(1, 2));
  await blobs.delete('files/a');
  expect(await blobs.get('files/a')).toBeNull();
  expect(await copy.get('files/a')).toEqual(Buffer.of(1, 2));
});

test('a copy that takes nothing refuses the put', async () => {
  const broken = { ...(await createFolderBlobs(await folder())), put: () => Promise.reject(new Error('gone')) };
  const blobs = createCopiedBlobs(await createFolderBlobs(await folder()), broken, silent);
  await expect(blobs.put('files/a', Uint8Array.of(1))).rejects.toMatchObject({ code: 'store_unavailable' });
});

test('blobs are copied once, what is missing is named, and what is removed is gone', async () => {
  const [from, to] = [await folder(), await folder()];
  const blobs = await createFolderBlobs(from);
  for (const key of ['files/t/a', 'files/t/b', 'cobrowse/t/r/0']) await blobs.put(key, Buffer.from(key));
  const keys = (await keysOfBlobs(from)).sort();
  expect(keys).toEqual(['cobrowse/t/r/0', 'files/t/a', 'files/t/b']);
  expect(await copyBlobs(from, to, [...keys, 'files/t/none'])).toEqual({
    copied: 3,
    bytes: 32,
    missing: ['files/t/none'],
  });
  expect(await copyBlobs(from, to, keys)).toMatchObject({ copied: 0, missing: [] });
  expect(await (await createFolderBlobs(to)).get('files/t/b')).toEqual(Buffer.from('files/t/b'));
  await blobs.delete('files/t/a');
  // Gone here, there all the same: nothing is missing.
  expect(await copyBlobs(from, to, ['files/t/a'])).toMatchObject({ copied: 0, missing: [] });
  await removeBlobs(to, ['files/t/a', 'files/t/none']);
  expect((await keysOfBlobs(to)).sort()).toEqual(['cobrowse/t/r/0', 'files/t/b']);
});

test('what a copy left half written is replaced', async () => {
  const [from, to] = [await folder(), await folder()];
  await (await createFolderBlobs(from)).put('files/a', Buffer.from('whole'));
  await mkdir(join(to, 'blobs', 'files'), { recursive: true });
  await writeFile(join(to, 'blobs', 'files', 'a.blob'), 'wh');
  expect(await copyBlobs(from, to, ['files/a'])).toMatchObject({ copied: 1 });
  expect(await (await createFolderBlobs(to)).get('files/a')).toEqual(Buffer.from('whole'));
});
