/**
 * The probabilities with which a VP8 key frame says that its coefficient probabilities stay as they are (RFC 6386, 13.4): 1,056 octets, all 255
 * but these; pairs of the distance from the last one and the value.
 */
const sparse =
  'IbAA9gnfAPEA/Aj5AP0A/Qn0APwI6gD+AP4I/Qv2AP4I7wD9AP4I/gH+CfgA/gj7Af4U/QD+CPsA/gD+CP4B/gn+AP0B/gb6Af4B' +
  '/gb+K9kK4QD8APEA/QL+BOoA+gDxAPoA/QH9AP4E/gnfAP4A/gjuAP0A/gD+CPgA/gj5AP4V/Qn3AP4V/QD+CPwW/gD+CP0W/gD9' +
  'CPoK/iu6APsA+gjqAPsA9AD+B/sA+wDzAP0A/gH+Bf0A/gjsAP0A/gj7AP0A/QD+AP4H/gD+CP4A/gD+FP4J/gD+Cf4V/nj4CvoA' +
  '/gD8AP4H+AD+APkA/Qj9AP0I9gD9AP0I/AD+APsA/gD+B/4A/Aj4AP4A/Qj9Af4A/gj7AP4I9QD7AP4I/QD9AP4J+wD9CPwA/QD+' +
  'Cf4K/An5Af4K/gr9CPog/g==';

const keepProbabilities = (() => {
  const table = new Uint8Array(1_056).fill(255);
  const pairs = Buffer.from(sparse, 'base64');
  let at = -1;
  for (let index = 0; index < pairs.length; index += 2) {
    at += (pairs[index] ?? 0) + 1;
    table[at] = pairs[index + 1] ?? 255;
  }
  return table;
})();

/** The boolean entropy encoder of RFC 6386, 7.3. */
function createBoolEncoder() {
  const octets: number[] = [];
  let range = 255;
  let bottom = 0;
  let bits = 24;
  const carry = () => {
    let at = octets.length - 1;
    while (at >= 0 && octets[at] === 255) {
      octets[at] = 0;
      at -= 1;
    }
    if (at >= 0) octets[at] = (octets[at] ?? 0) + 1;
  };
  const write = (bit: number, probability = 128) => {
    const split = 1 + (((range - 1) * probability) >> 8);
    if (bit === 0) range = split;
    else {
      bottom += split;
      range -= split;
      if (bottom > 0xffff_ffff) {
        bottom -= 0x1_0000_0000;
        carry();
      }
    }
    while (range < 128) {
      range <<= 1;
      if (bottom >= 0x8000_0000) carry();
      bottom = (bottom * 2) % 0x1_0000_0000;
      bits -= 1;
      if (bits === 0) {
        octets.push(Math.floor(bottom / 0x100_0000));
        bottom %= 0x100_0000;
        bits = 8;
      }
    }
  };
  return {
    write,
    number(value: number, width: number) {
      for (let bit = width - 1; bit >= 0; bit -= 1) write((value >> bit) & 1);
    },
    finish(): Buffer {
      for (let count = 0; count < 32; count += 1) write(0);
      return Buffer.from(octets);
    },
  };
}

/** Quantizer index and level that bring the middle grey of an empty frame down to black. */
const quantizer = 127;
const levelBits = [0, 1, 0, 0] as const;
const skipProbability = 1;

/** The very first block is made black; all others are copies of their neighbours. */
function tokens(): Buffer {
  const encoder = createBoolEncoder();
  // Second-order block: one coefficient of -23 (category 4: 19 and four bits), then the end.
  const first = [198, 35, 237, 223, 193, 187, 162, 160, 145, 155, 62] as const;
  for (const [bit, at] of [
    [1, 0],
    [1, 1],
    [1, 2],
    [1, 3],
    [1, 6],
    [0, 8],
    [1, 9],
  ] as const)
    encoder.write(bit, first[at]);
  for (const [index, probability] of [176, 155, 140, 135].entries()) encoder.write(levelBits[index] ?? 0, probability);
  encoder.write(1);
  encoder.write(0, 81);
  for (let block = 0; block < 16; block += 1) encoder.write(0, 253);
  for (let block = 0; block < 8; block += 1) encoder.write(0, 253);
  return encoder.finish();
}

/** A black VP8 key frame of some dozens of octets. Width and height in pixels, up to 16,383. */
export function blackFrame(width: number, height: number): Buffer {
  const encoder = createBoolEncoder();
  encoder.number(0, 2); // colour space, clamping
  encoder.number(0, 1); // segmentation
  encoder.number(0, 10); // loop filter: type, level, sharpness
  encoder.number(0, 1); // its adjustments
  encoder.number(0, 2); // one partition of tokens
  encoder.number(quantizer, 7);
  encoder.number(0, 5); // differences of quantizers
  encoder.number(0, 1); // entropy is not kept
  for (const probability of keepProbabilities) encoder.write(0, probability);
  encoder.number(1, 1); // blocks may be skipped
  encoder.number(skipProbability, 8);
  const columns = (width + 15) >> 4;
  const rows = (height + 15) >> 4;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      encoder.write(row + column === 0 ? 0 : 1, skipProbability);
      encoder.write(1, 145);
      if (row > 0) {
        // Vertical: a copy of the block above.
        encoder.write(0, 156);
        encoder.write(1, 163);
      } else if (column > 0) {
        // Horizontal: a copy of the block to the left.
        encoder.write(1, 156);
        encoder.write(0, 128);
      } else {
        encoder.write(0, 156);
        encoder.write(0, 163);
      }
      encoder.write(0, 142);
    }
  const modes = encoder.finish();
  const head = Buffer.alloc(10);
  head.writeUIntLE((modes.length << 5) | 0x10, 0, 3);
  head.set([0x9d, 0x01, 0x2a], 3);
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  return Buffer.concat([head, modes, tokens()]);
}
