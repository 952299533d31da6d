import fc from 'fast-check';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { pictureSize } from './picture-size.ts';
import { withoutMetadata } from './picture-metadata.ts';

const text = (value: string) => Buffer.from(value, 'latin1');
/** What phones write: which way is up, and where the picture was taken. */
const tiff = (orientation: number) =>
  Buffer.concat([
    text('II\x2a\0\x08\0\0\0\x02\0'),
    text('\x0f\x01\x02\0\x06\0\0\0\x26\0\0\0'),
    Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]),
    text('\0\0\0\0GPS 52.37N 4.90E\0'),
  ]);
const segment = (marker: number, body: Buffer) => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};
const frame = segment(0xc0, Buffer.from([8, 0, 7, 0, 9, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]));
const scan = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([1, 0xff, 0, 2, 0xff, 0xd1, 3]),
]);
const start = Buffer.from([0xff, 0xd8]);
const end = Buffer.from([0xff, 0xd9]);
const jfif = segment(0xe0, text('JFIF\0\x01\x01\0\0\x01\0\x01\0\0'));
const profile = segment(0xe2, text('ICC_PROFILE\0\x01\x01abc'));
const jpeg = (orientation: number) =>
  Buffer.concat([
    start,
    jfif,
    segment(0xe1, Buffer.concat([text('Exif\0\0'), tiff(orientation)])),
    segment(0xe1, text('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS</x:xmpmeta>')),
    segment(0xed, text('Photoshop 3.0\0GPS city')),
    segment(0xfe, text('GPS comment')),
    profile,
    segment(0xe2, text('MPF\0GPS')),
    frame,
    scan,
    segment(0xc4, Buffer.from([0])),
    scan,
    end,
    text('a film of two seconds with GPS'),
  ]);

const chunk = (type: string, data: Buffer) => {
  const named = Buffer.concat([text(type), data]);
  const all = Buffer.alloc(named.length + 8);
  all.writeUInt32BE(data.length, 0);
  named.copy(all, 4);
  all.writeUInt32BE(crc32(named), named.length + 4);
  return all;
};
const ihdr = chunk('IHDR', Buffer.from([0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]));
const png = (orientation: number) =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ihdr,
    chunk('tEXt', text('Comment\0GPS')),
    chunk('iTXt', text('XML:com.adobe.xmp\0\0\0\0\0GPS')),
    chunk('eXIf', tiff(orientation)),
    chunk('tIME', Buffer.alloc(7)),
    chunk('gAMA', Buffer.alloc(4)),
    chunk('IDAT', text('pixels')),
    chunk('IEND', Buffer.alloc(0)),
    text('GPS'),
  ]);

const riffChunk = (type: string, data: Buffer) => {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
};
const webp = (orientation: number) => {
  const body = Buffer.concat([
    text('WEBP'),
    riffChunk('VP8X', Buffer.from([0x0c, 0, 0, 0, 9, 0, 0, 6, 0, 0])),
    riffChunk('VP8 ', text('pixels!')),
    riffChunk('EXIF', tiff(orientation)),
    riffChunk('XMP ', text('GPS')),
  ]);
  return Buffer.concat([riffChunk('RIFF', body).subarray(0, 8 + body.length), text('GPS')]);
};

const pictures = [
  ['image/jpeg', jpeg],
  ['image/png', png],
  ['image/webp', webp],
] as const;

test.each(pictures)('%s loses place, texts and what hangs behind it; size and way up stay', (mediaType, picture) => {
  for (const orientation of [1, 6]) {
    const before = picture(orientation);
    const clean = Buffer.from(withoutMetadata(mediaType, before));
    expect(before.includes('GPS')).toBe(true);
    expect(clean.includes('GPS')).toBe(false);
    expect(pictureSize(mediaType, clean)).toEqual(pictureSize(mediaType, before));
    // Again changes nothing: what is left is the way up alone.
    expect(Buffer.from(withoutMetadata(mediaType, clean))).toEqual(clean);
    expect(clean.includes(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation]))).toBe(orientation > 1);
  }
});

test('a JPEG keeps its pixels, colour profile and JFIF head, byte by byte', () => {
  const clean = Buffer.from(withoutMetadata('image/jpeg', jpeg(1)));
  expect(clean).toEqual(Buffer.concat([start, jfif, profile, frame, scan, segment(0xc4, Buffer.from([0])), scan, end]));
});

test('a WebP says what it still holds, and how long it is', () => {
  const clean = Buffer.from(withoutMetadata('image/webp', webp(1)));
  expect(clean.readUInt32LE(4)).toBe(clean.length - 8);
  expect(clean[20]).toBe(0);
  expect(Buffer.from(withoutMetadata('image/webp', webp(3)))[20]).toBe(0x08);
});

test('what cannot be read, and what is no such picture, comes back as it is', () => {
  for (const [mediaType, picture] of pictures) {
    const whole = picture(6);
    for (let length = 0; length < whole.length; length += 1) withoutMetadata(mediaType, whole.subarray(0, length));
    expect(withoutMetadata(mediaType, text('nothing'))).toEqual(text('nothing'));
  }
  fc.assert(
    fc.property(fc.constantFrom(...pictures), fc.nat(), fc.nat({ max: 255 }), ([mediaType, picture], place, value) => {
      const damaged = picture(6);
      damaged[place % damaged.length] = value;
      expect(withoutMetadata(mediaType, damaged).length).toBeLessThanOrEqual(damaged.length);
    }),
  );
  expect(withoutMetadata('application/pdf', text('%PDF GPS'))).toEqual(text('%PDF GPS'));
});
