import loadOpus from 'opusscript/build/opusscript_native_wasm.js';

/** The part of libopus' build that is used; see `opusscript`. Samples cross its border one octet to a 16-bit cell. */
interface OpusModule {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU16: Uint16Array;
  readonly OpusScriptHandler: (new (
    rate: number,
    channels: number,
    application: number,
  ) => OpusHandler) & {
    destroy_handler(handler: OpusHandler): void;
  };
  _malloc(octets: number): number;
  _free(at: number): void;
}

interface OpusHandler {
  _encode(input: number, octets: number, output: number, samples: number): number;
  _decode(input: number, octets: number, output: number): number;
  _encoder_ctl(setting: number, value: number): number;
}

export interface OpusCoder {
  /** Mono, 48 kHz; throws for what is no Opus packet. */
  decode(packet: Uint8Array): Int16Array;
  /** 20 ms of mono sound at 48 kHz. */
  encode(samples: Int16Array): Buffer;
  close(): void;
}

const rate = 48_000;
const mostSamples = rate * 0.12;
const mostOctets = 4_000;
const voice = 2_048;
const setBitrate = 4_002;
let opus: OpusModule | null = null;

/**
 * A decoder and an encoder of its own. The package's own class is passed by: its buffers are smaller than what it lets the codec write.
 */
export function createOpusCoder(): OpusCoder {
  opus ??= loadOpus() as OpusModule;
  const native = opus;
  const handler = new native.OpusScriptHandler(rate, 1, voice);
  handler._encoder_ctl(setBitrate, 32_000);
  const packetAt = native._malloc(mostOctets);
  const samplesAt = native._malloc(mostSamples * 4);
  return {
    decode(packet) {
      if (packet.length === 0 || packet.length > mostOctets) throw new Error('no Opus packet');
      native.HEAPU8.set(packet, packetAt);
      const count = handler._decode(packetAt, packet.length, samplesAt);
      if (count < 0) throw new Error(`no Opus packet (${count})`);
      const cells = native.HEAPU16.subarray(samplesAt / 2, samplesAt / 2 + count * 2);
      const samples = new Int16Array(count);
      for (let index = 0; index < count; index += 1)
        samples[index] = (cells[index * 2] ?? 0) | ((cells[index * 2 + 1] ?? 0) << 8);
      return samples;
    },
    encode(samples) {
      const cells = native.HEAPU16.subarray(samplesAt / 2, samplesAt / 2 + samples.length * 2);
      for (let index = 0; index < samples.length; index += 1) {
        const sample = samples[index] ?? 0;
        cells[index * 2] = sample & 0xff;
        cells[index * 2 + 1] = (sample >> 8) & 0xff;
      }
      const octets = handler._encode(samplesAt, samples.length * 2, packetAt, samples.length);
      if (octets < 0) throw new Error(`Opus cannot encode this (${octets})`);
      return Buffer.from(native.HEAPU8.subarray(packetAt, packetAt + octets));
    },
    close() {
      native.OpusScriptHandler.destroy_handler(handler);
      native._free(packetAt);
      native._free(samplesAt);
    },
  };
}

/** Samples at 48 kHz in an Opus packet, by its first octets (RFC 6716, 3.1). */
export function opusSamples(packet: Uint8Array): number {
  const first = packet[0] ?? 0;
  const configuration = first >> 3;
  const perFrame =
    configuration < 12
      ? [480, 960, 1_920, 2_880][configuration & 3]
      : configuration < 16
        ? [480, 960][configuration & 1]
        : [120, 240, 480, 960][configuration & 3];
  const frames = (first & 3) === 0 ? 1 : (first & 3) < 3 ? 2 : (packet[1] ?? 0) & 0x3f;
  return (perFrame ?? 960) * frames;
}

/** 20 ms of nothing. */
export const opusSilence = Buffer.of(0xf8, 0xff, 0xfe);
