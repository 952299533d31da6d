import { crc32 } from 'node:zlib';

/**
 * A picture without what its maker's device wrote into it: place, time, device, names, thumbnails, and whatever hangs behind its end. The pixels stay
 * as they are, and so do colour profile and orientation. What is no JPEG, PNG or WebP, or cannot be read as one, comes back as it is.
 */
export function withoutMetadata(mediaType: string, bytes: Uint8Array): Uint8Array {
  const clean = cleaners[mediaType];
  if (!clean) return bytes;
  try {
    return clean(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) ?? bytes;
  } catch (error) {
    // Cut off or damaged: Buffer refuses to read beyond the end.
    if (error instanceof RangeError) return bytes;
    throw error;
  }
}

/** null: not what it says it is. */
type Cleaner = (picture: Buffer) => Buffer | null;

const cleaners: Readonly<Record<string, Cleaner>> = {
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
  'image/webp': cleanWebp,
};

const EXIF = Buffer.from('Exif\0\0', 'latin1');
const SCAN = 0xda;
const END = 0xd9;

/** Segments to keep beside those of the picture itself: JFIF, colour profile (but no further pictures, which share the marker), Adobe's colour transform. */
function keepsSegment(marker: number, body: Buffer): boolean {
  const isApplication = marker >= 0xe0 && marker <= 0xef;
  if (!isApplication) return marker !== 0xfe;
  return marker === 0xe0 || marker === 0xee || (marker === 0xe2 && body.toString('latin1', 0, 11) === 'ICC_PROFILE');
}

/** ITU-T T.81, annex B. */
function cleanJpeg(picture: Buffer): Buffer | null {
  if (picture.readUInt16BE(0) !== 0xffd8) return null;
  const kept: Buffer[] = [picture.subarray(0, 2)];
  let orientation = 1;
  for (let at = 2; ; ) {
    if (picture.readUInt8(at) !== 0xff) return null;
    const marker = picture.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === END) {
      kept.push(picture.subarray(at, at + 2));
      break;
    }
    const end = at + 2 + picture.readUInt16BE(at + 2);
    if (end > picture.length) return null;
    const body = picture.subarray(at + 4, end);
    if (marker === 0xe1 && body.subarray(0, 6).equals(EXIF))
      orientation = orientationIn(body.subarray(6)) ?? orientation;
    if (keepsSegment(marker, body)) kept.push(picture.subarray(at, end));
    at = end;
    if (marker !== SCAN) continue;
    const scanEnd = endOfScan(picture, at);
    kept.push(picture.subarray(at, scanEnd));
    // Many a picture is cut off at its end, and shown all the same.
    if (scanEnd >= picture.length) break;
    at = scanEnd;
  }
  if (orientation > 1) {
    const exif = Buffer.concat([EXIF, tiffOf(orientation)]);
    const head = Buffer.from([0xff, 0xe1, 0, 0]);
    head.writeUInt16BE(exif.length + 2, 2);
    kept.splice(1, 0, head, exif);
  }
  return Buffer.concat(kept);
}

/** Inside a scan only stuffed zeros and restarts follow an 0xff. */
function endOfScan(picture: Buffer, from: number): number {
  for (let at = picture.indexOf(0xff, from); at !== -1; at = picture.indexOf(0xff, at + 1)) {
    const next = picture[at + 1];
    if (next === undefined) break;
    const goesOn = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
    if (!goesOn) return at;
  }
  return picture.length;
}

const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_DROPPED: ReadonlySet<string> = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME', 'caBX']);

/** PNG specification, 5.3 and 11. */
function cleanPng(picture: Buffer): Buffer | null {
  if (!picture.subarray(0, 8).equals(PNG_HEAD)) return null;
  const kept: Buffer[] = [PNG_HEAD];
  for (let at = 8; ; ) {
    const end = at + 12 + picture.readUInt32BE(at);
    const type = picture.toString('latin1', at + 4, at + 8);
    if (end > picture.length) return null;
    if (!PNG_DROPPED.has(type)) kept.push(picture.subarray(at, end));
    if (type === 'eXIf') {
      const orientation = orientationIn(picture.subarray(at + 8, end - 4)) ?? 1;
      if (orientation > 1) kept.push(pngChunk('eXIf', tiffOf(orientation)));
    }
    if (type === 'IEND') return Buffer.concat(kept);
    at = end;
  }
}

function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(named), named.length + 4);
  return chunk;
}

const WEBP_EXIF = 0x08;
const WEBP_XMP = 0x04;

/** WebP container specification: chunks of an even length in a RIFF. */
function cleanWebp(picture: Buffer): Buffer | null {
  if (picture.toString('latin1', 0, 4) !== 'RIFF' || picture.toString('latin1', 8, 12) !== 'WEBP') return null;
  const last = 8 + picture.readUInt32LE(4);
  if (last > picture.length) return null;
  const kept: Buffer[] = [];
  let extended: Buffer | null = null;
  let orientation = 1;
  for (let at = 12; at + 8 <= last; ) {
    const type = picture.toString('latin1', at, at + 4);
    const size = picture.readUInt32LE(at + 4);
    const end = Math.min(at + 8 + size + (size % 2), last);
    const chunk = picture.subarray(at, end);
    if (type === 'VP8X') {
      extended = Buffer.from(chunk);
      extended.writeUInt8(extended.readUInt8(8) & ~(WEBP_EXIF | WEBP_XMP), 8);
      kept.push(extended);
    } else if (type === 'EXIF') {
      const body = chunk.subarray(8, 8 + size);
      orientation = orientationIn(body.subarray(0, 6).equals(EXIF) ? body.subarray(6) : body) ?? orientation;
    } else if (type !== 'XMP ') kept.push(chunk);
    at = end;
  }
  if (orientation > 1 && extended) {
    extended.writeUInt8(extended.readUInt8(8) | WEBP_EXIF, 8);
    const tiff = tiffOf(orientation);
    const head = Buffer.from('EXIF\0\0\0\0', 'latin1');
    head.writeUInt32LE(tiff.length, 4);
    kept.push(head, tiff);
  }
  const body = Buffer.concat(kept);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

const ORIENTATION = 0x0112;
const SHORT = 3;

/** Which way is up, 1 to 8, by the first directory of a TIFF block (Exif 2.3, 4.5 and 4.6.4); null: it does not say. */
function orientationIn(tiff: Buffer): number | null {
  if (tiff.length < 8) return null;
  const order = tiff.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return null;
  const little = order === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (start + 2 > tiff.length) return null;
  for (let entry = start + 2, left = short(start); left > 0 && entry + 12 <= tiff.length; entry += 12, left -= 1) {
    if (short(entry) !== ORIENTATION) continue;
    const value = short(entry + 8);
    return short(entry + 2) === SHORT && value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** A TIFF block that says only which way is up. */
function tiffOf(orientation: number): Buffer {
  const block = Buffer.from('MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1');
  block.writeUInt16BE(orientation, 18);
  return block;
}
