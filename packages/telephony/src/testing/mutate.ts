const pieces = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\0',
  ' ',
  '\t',
  ';',
  ',',
  '<',
  '>',
  '"',
  '\\',
  '%00',
  '%',
  '@',
  ':',
  '=',
  '?',
  '&',
  '4294967296',
  '-1',
  '0',
  '999999999999999999999',
  'SIP/2.0',
  'sip:',
  'tel:',
  'z9hG4bK',
  ';tag=',
  'Via: ',
  'To: ',
  'Content-Length: 99999\r\n',
  '\u{1F4DE}',
  '\u202e',
  'é',
  ';;;;;;',
  ',,,,',
  '<<<<>>>>',
  '""""',
  'm=audio 99999 RTP/AVP',
  'c=IN IP4 ',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:',
];

/** Numbers from 0 to 1 that are the same for the same seed. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One to six things go wrong with a message. */
export function mutate(text: string, others: readonly string[], random: () => number): Uint8Array {
  let bytes = Buffer.from(text);
  const upTo = (limit: number) => Math.floor(random() * limit);
  const times = 1 + upTo(6);
  for (let time = 0; time < times && bytes.length > 0; time += 1) {
    const at = upTo(bytes.length);
    const end = Math.min(bytes.length, at + upTo(40));
    const piece = Buffer.from(pieces[upTo(pieces.length)] ?? '');
    const other = Buffer.from(others[upTo(others.length)] ?? '');
    switch (upTo(8)) {
      case 0:
        bytes[at] = upTo(256);
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(end)]);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
        break;
      case 5:
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(upTo(other.length))]);
        break;
      case 6:
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from(piece.toString().repeat(1 + upTo(60))),
          bytes.subarray(at),
        ]);
        break;
      default:
        bytes = Buffer.from(bytes.subarray(0, at));
    }
  }
  return bytes.subarray(0, 60_000);
}
