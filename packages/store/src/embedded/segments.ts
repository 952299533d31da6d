import { readdirSync } from 'node:fs';

/** Bytes; what initdb chooses, and we do not choose otherwise. */
const SEGMENT = 16 * 1024 * 1024;
const SEGMENTS_OF_ONE_FILE_NUMBER = 0x1_0000_0000 / SEGMENT;

/** A place in PostgreSQL's log, as it prints it (`1/6B374D8`), in bytes from the beginning. */
export function bytesOfPlace(place: string): number {
  const [high = '', low = ''] = place.split('/');
  return Number.parseInt(high, 16) * 0x1_0000_0000 + Number.parseInt(low, 16);
}

/** The number of the segment in which a place lies. */
export const segmentAt = (bytes: number): number => Math.floor(bytes / SEGMENT);

/** As PostgreSQL names it: timeline and number. */
export function segmentName(timeline: number, segment: number): string {
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0');
  return (
    hex(timeline) + hex(Math.floor(segment / SEGMENTS_OF_ONE_FILE_NUMBER)) + hex(segment % SEGMENTS_OF_ONE_FILE_NUMBER)
  );
}

const SHAPE = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})\.gz$/;

/** The numbers of the segments of one timeline that an archive holds, in their order. */
export function archivedSegments(wal: string, timeline: number): number[] {
  const numbers: number[] = [];
  for (const name of readdirSync(wal)) {
    const [, line = '', high = '', low = ''] = SHAPE.exec(name) ?? [];
    if (line === '' || Number.parseInt(line, 16) !== timeline) continue;
    numbers.push(Number.parseInt(high, 16) * SEGMENTS_OF_ONE_FILE_NUMBER + Number.parseInt(low, 16));
  }
  return numbers.sort((a, b) => a - b);
}

/** The first segment after `from` that is missing before a later one; undefined: none. `from` itself is in the backup. */
export function firstMissing(segments: readonly number[], from: number): number | undefined {
  let next = from + 1;
  for (const segment of segments) {
    if (segment < next) continue;
    if (segment > next) return next;
    next += 1;
  }
  return undefined;
}
