import { expect, test } from 'vitest';
import { createFileInspector } from './file-inspector.ts';

const inspector = createFileInspector();
const base64 = (text: string) => Buffer.from(text, 'base64');

/** The smallest of each kind; sizes in pixels. */
const png = base64('iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAC0lEQVR4nGNgwAkAABoAAQJ/0ZkAAAAASUVORK5CYII=');
const gif = base64('R0lGODlhBQAEAIAAAAAAAP///yH5BAEAAAAALAAAAAAFAAQAAAIEhI+pWQA7');
const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]),
  Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'),
  Buffer.from([0xff, 0xc0, 0x00, 0x11, 0x08, 0x00, 0x07, 0x00, 0x09, 0x03, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]),
  Buffer.from([0xff, 0xd9]),
]);
const webp = Buffer.concat([
  Buffer.from('RIFF\x1a\0\0\0WEBPVP8L\x0e\0\0\0\x2f', 'latin1'),
  Buffer.from([0x0a, 0xc0, 0x02, 0x00, 0, 0, 0, 0]),
]);

test.each([
  ['PNG', png, { mediaType: 'image/png', width: 3, height: 2 }],
  ['GIF', gif, { mediaType: 'image/gif', width: 5, height: 4 }],
  ['JPEG', jpeg, { mediaType: 'image/jpeg', width: 9, height: 7 }],
  ['WebP', webp, { mediaType: 'image/webp', width: 11, height: 12 }],
  ['PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n'), { mediaType: 'application/pdf' }],
  ['plain text', Buffer.from('Çok teşekkürler 🙂\n'), { mediaType: 'text/plain' }],
])('[FILE1] %s is told by its bytes', async (_name, bytes, expected) => {
  expect(await inspector.inspect(bytes)).toEqual(expected);
});

test.each([
  ['random bytes', Buffer.from([0x80, 0x81, 0xfe, 0x00, 0x10])],
  ['text with a NUL in it', Buffer.from('abc\0def')],
  ['broken UTF-8', Buffer.from([0x41, 0xc3, 0x28])],
])('[FILE1] %s has no known type', async (_name, bytes) => {
  expect(await inspector.inspect(bytes)).toBeNull();
});

test('[FILE1] a program is never taken for something acceptable', async () => {
  const elf = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), Buffer.alloc(64)]);
  expect(await inspector.inspect(elf)).toMatchObject({ mediaType: 'application/x-elf' });
});

test('a picture that is cut off is still told, without a size', async () => {
  expect(await inspector.inspect(png.subarray(0, 20))).toEqual({ mediaType: 'image/png' });
  expect(await inspector.inspect(jpeg.subarray(0, 24))).toEqual({ mediaType: 'image/jpeg' });
});

test('damaged files of every kind are answered, whatever byte is wrong', async () => {
  for (const file of [png, gif, jpeg, webp]) {
    for (let at = 0; at < file.length; at += 1) {
      const damaged = Buffer.from(file);
      damaged[at] = damaged[at]! ^ 0xff;
      await inspector.inspect(damaged);
      await inspector.inspect(file.subarray(0, at));
    }
  }
});
