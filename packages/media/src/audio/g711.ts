/** The two laws of G.711, by table. Samples are 16-bit signed, 8 kHz; one octet each. */
export type Law = 'PCMU' | 'PCMA';

/** 20 ms. */
export const frameSamples = 160;

/** One octet of silence. */
export const silentOctet: Record<Law, number> = { PCMU: 0xff, PCMA: 0xd5 };

function muSample(octet: number): number {
  const value = ~octet & 0xff;
  const magnitude = (((value & 0x0f) << 3) + 0x84) << ((value & 0x70) >> 4);
  return value & 0x80 ? 0x84 - magnitude : magnitude - 0x84;
}

function aSample(octet: number): number {
  const value = octet ^ 0x55;
  const segment = (value & 0x70) >> 4;
  const low = (value & 0x0f) << 4;
  const magnitude = segment === 0 ? low + 8 : (low + 0x108) << (segment - 1);
  return value & 0x80 ? magnitude : -magnitude;
}

function muOctet(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + 0x84;
  let segment = 7;
  for (let mask = 0x4000; segment > 0 && (magnitude & mask) === 0; mask >>= 1) segment -= 1;
  return ~(sign | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff;
}

function aOctet(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32_767);
  let segment = 0;
  for (let rest = magnitude >> 8; rest > 0; rest >>= 1) segment += 1;
  const low = segment === 0 ? magnitude >> 4 : magnitude >> (segment + 3);
  return (sign | (segment << 4) | (low & 0x0f)) ^ 0x55;
}

const octets = Array.from({ length: 256 }, (_, octet) => octet);
const samplesOf: Record<Law, Int16Array> = {
  PCMU: Int16Array.from(octets, muSample),
  PCMA: Int16Array.from(octets, aSample),
};
/** By the upper 14 bits of the sample (µ-law resolves 14, A-law 13). */
const octetOf: Record<Law, Uint8Array> = {
  PCMU: Uint8Array.from({ length: 16_384 }, (_, index) => muOctet((index - 8_192) * 4)),
  PCMA: Uint8Array.from({ length: 16_384 }, (_, index) => aOctet((index - 8_192) * 4)),
};
const translations: Record<Law, Uint8Array> = {
  PCMU: Uint8Array.from(octets, (octet) => encodeSample(samplesOf.PCMA[octet] ?? 0, 'PCMU')),
  PCMA: Uint8Array.from(octets, (octet) => encodeSample(samplesOf.PCMU[octet] ?? 0, 'PCMA')),
};

function encodeSample(sample: number, law: Law): number {
  return octetOf[law][(sample >> 2) + 8_192] ?? silentOctet[law];
}

export function decodeG711(payload: Uint8Array, law: Law): Int16Array {
  const table = samplesOf[law];
  const samples = new Int16Array(payload.length);
  for (let index = 0; index < payload.length; index += 1) samples[index] = table[payload[index] ?? 0] ?? 0;
  return samples;
}

export function encodeG711(samples: Int16Array, law: Law): Buffer {
  const payload = Buffer.allocUnsafe(samples.length);
  for (let index = 0; index < samples.length; index += 1) payload[index] = encodeSample(samples[index] ?? 0, law);
  return payload;
}

/** The same sound under the other law; under the same law the very octets. */
export function translateG711(payload: Buffer, from: Law, to: Law): Buffer {
  if (from === to) return payload;
  const table = translations[to];
  const translated = Buffer.allocUnsafe(payload.length);
  for (let index = 0; index < payload.length; index += 1) translated[index] = table[payload[index] ?? 0] ?? 0;
  return translated;
}

export function silentFrame(law: Law, samples = frameSamples): Buffer {
  return Buffer.alloc(samples, silentOctet[law]);
}
