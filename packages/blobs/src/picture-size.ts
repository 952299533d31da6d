/** Width and height in pixels, read from the head of a PNG, JPEG, GIF or WebP; null when the head does not tell. Reads, never decodes. */
export function pictureSize(mediaType: string, bytes: Uint8Array): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readers[mediaType];
  try {
    const size = read?.(view) ?? null;
    return size !== null && size.width > 0 && size.height > 0 ? size : null;
  } catch (error) {
    // Cut off before the size: DataView refuses to read beyond the end.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

type Reader = (view: DataView) => { width: number; height: number } | null;

const readers: Readonly<Record<string, Reader>> = {
  // IHDR is the first chunk: 8 bytes signature, 8 bytes head of the chunk (PNG specification, 11.2.2).
  'image/png': (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  // Logical screen descriptor (GIF89a, 18).
  'image/gif': (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
};

/** Walks the segments to the first start-of-frame (ITU-T T.81, B.2). */
function jpegSize(view: DataView): { width: number; height: number } | null {
  for (let at = 2; at < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** The three kinds of WebP keep their size in three places (RFC 9649, 2.5–2.7). */
function webpSize(view: DataView): { width: number; height: number } | null {
  const kind = String.fromCharCode(view.getUint8(12), view.getUint8(13), view.getUint8(14), view.getUint8(15));
  if (kind === 'VP8X') return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (kind === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  return null;
}

function uint24(view: DataView, at: number): number {
  return view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16);
}
