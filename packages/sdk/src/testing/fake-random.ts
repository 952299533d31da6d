import type { Random } from '../ports/ports.ts';

/** Repeatable: each byte string differs from all before it, and `fraction` is what the test says. */
export class FakeRandom implements Random {
  #made = 0;
  readonly #seed: number;
  readonly fraction: () => number;
  constructor(fraction: () => number = () => 0.5, seed = 0) {
    this.fraction = fraction;
    this.#seed = seed;
  }
  bytes(count: number): Uint8Array {
    this.#made += 1;
    const bytes = new Uint8Array(count);
    new DataView(bytes.buffer).setUint32(0, this.#made);
    bytes[4] = this.#seed;
    return bytes;
  }
}
