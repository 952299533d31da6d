import type { Blobs } from '@alongside/domain';
import { describe, expect, test } from 'vitest';

/** What every blob store promises: see `Blobs`. `make` gives one that is empty. */
export function runBlobsContract(name: string, make: () => Blobs | Promise<Blobs>): void {
  const bytesOf = (length: number, seed: number) =>
    Uint8Array.from({ length }, (_, index) => (index * 31 + seed) % 256);

  describe(`the ${name} blobs`, () => {
    test('what was put is got back, byte for byte', async () => {
      const blobs = await make();
      for (const [key, bytes] of [
        ['files/one', bytesOf(3, 1)],
        ['files/two', bytesOf(1_000_003, 2)],
        ['files/empty', new Uint8Array()],
      ] as const) {
        await blobs.put(key, bytes);
        expect(Buffer.compare((await blobs.get(key))!, bytes)).toBe(0);
      }
    });

    test('nothing lies under a key that was never put', async () => {
      const blobs = await make();
      expect(await blobs.get('files/none')).toBeNull();
      await blobs.put('files/a', bytesOf(1, 1));
      expect(await blobs.get('files')).toBeNull();
      expect(await blobs.get('files/a/b')).toBeNull();
    });

    test('a second put replaces the first, and a reader sees the one or the other, never a mixture', async () => {
      const blobs = await make();
      const [first, second] = [new Uint8Array(200_000).fill(1), new Uint8Array(300_000).fill(2)];
      await blobs.put('files/a', first);
      const seen = await Promise.all([
        ...Array.from({ length: 10 }, () => blobs.get('files/a')),
        blobs.put('files/a', second),
        ...Array.from({ length: 10 }, () => blobs.get('files/a')),
      ]);
      for (const bytes of seen.filter((one) => one !== undefined)) {
        expect([first.length, second.length]).toContain(bytes!.length);
        expect(new Set(bytes!).size).toBe(1);
      }
      expect(await blobs.get('files/a')).toHaveLength(300_000);
    });

    test('what was deleted is gone, and deleting again is harmless', async () => {
      const blobs = await make();
      await blobs.put('files/a', bytesOf(10, 1));
      await blobs.put('files/b', bytesOf(10, 2));
      await blobs.delete('files/a');
      await blobs.delete('files/a');
      expect(await blobs.get('files/a')).toBeNull();
      expect(await blobs.get('files/b')).not.toBeNull();
    });

    test('the bytes handed over may be changed afterwards without changing what is stored', async () => {
      const blobs = await make();
      const bytes = bytesOf(10, 1);
      await blobs.put('files/a', bytes);
      const got = (await blobs.get('files/a'))!;
      bytes.fill(0);
      got.fill(0);
      expect((await blobs.get('files/a'))![1]).toBe(32);
    });

    test('a key that leads elsewhere is refused', async () => {
      const blobs = await make();
      for (const key of [
        '',
        '/',
        '../a',
        'files/../../a',
        '/etc/passwd',
        'files//a',
        'files/./a',
        'a\0b',
        'a\\b',
        'files/',
      ]) {
        await expect(blobs.put(key, bytesOf(1, 1)), key).rejects.toThrow(TypeError);
        await expect(blobs.get(key), key).rejects.toThrow(TypeError);
        await expect(blobs.delete(key), key).rejects.toThrow(TypeError);
      }
    });
  });
}
