import { randomBytes, randomFillSync } from 'node:crypto';
import type { Clock, Random } from '@alongside/domain';

/** Bytes for ids that are fetched at once: fetching takes ten times as long as making an id, and is done for every request and entry. */
const FETCH = 16 * 256;

/** A clock that is set back by more goes on from there, or ids would stand still for as long as it was set back. */
const SMALL_STEP = 1_000;

/**
 * The operating system's generator; UUID version 7 (RFC 9562): 48 bits of milliseconds, 12 that begin at random and count within one millisecond,
 * 62 random bits. So ids of one process are in the order in which they were made. Ids are no secrets: only their bytes are fetched ahead.
 */
export function systemRandom(clock: Clock): Random {
  const ahead = Buffer.alloc(FETCH);
  let used = FETCH;
  let last = 0;
  let count = 0;
  return {
    bytes: (length) => randomBytes(length),
    uuid() {
      if (used === FETCH) {
        randomFillSync(ahead);
        used = 0;
      }
      const at = used;
      used += 16;
      const now = clock.now().getTime();
      if (now > last || last - now > SMALL_STEP) {
        last = now;
        // The lower half: there is room to count in.
        count = ahead.readUInt16BE(at + 6) & 0x07ff;
      } else if (count === 0x0fff) {
        last += 1;
        count = 0;
      } else count += 1;
      ahead.writeUIntBE(last, at, 6);
      ahead.writeUInt16BE(0x7000 | count, at + 6);
      ahead[at + 8] = (ahead[at + 8]! & 0x3f) | 0x80;
      const hex = ahead.toString('hex', at, used);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
  };
}

export const systemClock: Clock = { now: () => new Date() };
