import { COBROWSE_KINDS, COBROWSE_LIMITS } from '@alongside/protocol/constants';
import { cut, toBytes } from '../wire/binary.ts';
import type { Transport } from '../wire/transport.ts';
import { letGo, SLICE_MS } from './slices.ts';

const { headerBytes, partBytes } = COBROWSE_LIMITS;
/** Over all senders of this page: a message that was broken off is never continued by another. */
let messages = 0;

interface Pieces {
  /** The task in which they are sent has had work enough. */
  readonly apart: boolean;
  readonly pieces: () => Iterable<string>;
}

/** A body as one piece, or as pieces that are made while they are sent. */
export type Body = { kind: number; to: number } & ({ bytes: Uint8Array } | Pieces);

/**
 * Sends binary messages one after another. A message made of pieces is made in slices, so that the page stays
 * responsive; what comes meanwhile waits behind it.
 */
export class Sender {
  readonly #transport: () => Transport | undefined;
  readonly #queue: Body[] = [];
  #running = false;
  #ended = false;
  /** Longest slice so far, and bytes sent: for figures. */
  longestSlice = 0;
  bytes = 0;

  constructor(transport: () => Transport | undefined) {
    this.#transport = transport;
  }

  send(body: Body): void {
    if (this.#ended) return;
    this.#queue.push(body);
    if (!this.#running) void this.#run();
  }

  /** JSON of DOM events for everyone. */
  dom(json: string): void {
    this.send({ kind: COBROWSE_KINDS.dom, to: 0, bytes: toBytes(json) });
  }

  /** Forgets what waits: after the end of a consent nothing more goes out. */
  stop(): void {
    this.#ended = true;
    this.#queue.length = 0;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let body = this.#queue.shift(); body !== undefined; body = this.#queue.shift()) {
      messages += 1;
      if ('bytes' in body) for (const part of cut({ ...body, body: body.bytes }, messages)) this.#out(part);
      else await this.#sliced(body, messages);
    }
    this.#running = false;
  }

  async #sliced({ kind, to, apart, pieces }: Body & Pieces, message: number): Promise<void> {
    if (apart) await letGo();
    if (this.#ended) return;
    let held = '';
    let begun = performance.now();
    const flush = (last: boolean) => {
      const bytes = toBytes(held);
      held = '';
      const room = partBytes - headerBytes;
      for (let start = 0; start === 0 || start < bytes.length; start += room) {
        const [part] = cut({ kind, to, body: bytes.subarray(start, start + room) }, message) as [Uint8Array];
        part[1] = last && start + room >= bytes.length ? 1 : 0;
        this.#out(part);
      }
    };
    for (const piece of pieces()) {
      held += piece;
      if (held.length < 24_000 && performance.now() - begun < SLICE_MS) continue;
      if (held.length >= 24_000) flush(false);
      const took = performance.now() - begun;
      if (took < SLICE_MS) continue;
      this.longestSlice = Math.max(this.longestSlice, took);
      await letGo();
      if (this.#ended) return;
      begun = performance.now();
    }
    flush(true);
    this.longestSlice = Math.max(this.longestSlice, performance.now() - begun);
  }

  #out(part: Uint8Array): void {
    if (this.#ended) return;
    this.bytes += part.length;
    this.#transport()?.send(part);
  }
}
