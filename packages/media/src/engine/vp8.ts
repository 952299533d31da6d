/**
 * Reads the payload descriptor of RFC 7741.
 *
 * @returns where the frame's own octets begin, and whether this packet begins a key frame; null for what is no VP8 packet
 */
export function readVp8(
  payload: Buffer,
): { readonly at: number; readonly beginsFrame: boolean; readonly key: boolean } | null {
  const first = payload[0];
  if (first === undefined) return null;
  let at = 1;
  if (first & 0x80) {
    const extension = payload[at] ?? 0;
    at += 1;
    if (extension & 0x80) at += (payload[at] ?? 0) & 0x80 ? 2 : 1;
    if (extension & 0x40) at += 1;
    if (extension & 0x30) at += 1;
  }
  const octet = payload[at];
  if (octet === undefined) return null;
  const beginsFrame = (first & 0x10) !== 0 && (first & 0x07) === 0;
  return { at, beginsFrame, key: beginsFrame && (octet & 0x01) === 0 };
}
