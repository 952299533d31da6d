import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { archiveSettings, restoreCommand } from './archive.ts';
import { archivedSegments, bytesOfPlace, firstMissing, segmentAt, segmentName } from './segments.ts';

test.each([
  ['0/0', 0, '000000010000000000000000'],
  ['0/1000000', 1, '000000010000000000000001'],
  ['0/1FFFFFF', 1, '000000010000000000000001'],
  ['0/FF000000', 255, '0000000100000000000000FF'],
  ['1/0', 256, '000000010000000100000000'],
])('the place %s lies in segment %i, named as PostgreSQL names it', (place, segment, name) => {
  expect(segmentAt(bytesOfPlace(place))).toBe(segment);
  expect(segmentName(1, segment)).toBe(name);
});

test('only whole segments of one timeline count, in the order of their numbers', () => {
  const wal = mkdtempSync(join(tmpdir(), 'alongside-segments-'));
  onTestFinished(() => rmSync(wal, { recursive: true }));
  const names = [segmentName(1, 257), segmentName(1, 3), segmentName(2, 4), segmentName(1, 256)].map(
    (one) => `${one}.gz`,
  );
  for (const name of [...names, `${segmentName(1, 5)}.part`, '00000002.history.gz']) writeFileSync(join(wal, name), '');
  expect(archivedSegments(wal, 1)).toEqual([3, 256, 257]);
  expect(archivedSegments(wal, 2)).toEqual([4]);
});

test('a gap is found after what the backup holds, and only before a later segment', () => {
  expect(firstMissing([], 7)).toBeUndefined();
  expect(firstMissing([5, 6, 7, 8, 9], 7)).toBeUndefined();
  expect(firstMissing([8, 10], 7)).toBe(9);
  expect(firstMissing([9], 7)).toBe(8);
  expect(firstMissing([2, 3], 7)).toBeUndefined();
});

test("a folder's name reaches the shell as it is, whatever stands in it", () => {
  const { archive_command: command = '' } = archiveSettings("/a b/it's 100%/wal");
  expect(command).toContain(`'/a b/it'\\''s 100%%/wal/%f.gz'`);
  expect(restoreCommand("/it's")).toBe(`gzip -dc '/it'\\''s/%f.gz' > "%p"`);
  expect(archiveSettings(undefined)).toEqual({ archive_mode: 'off' });
});
