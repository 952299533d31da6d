import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '@alongside/domain';

/** The operating system's generator; UUID version 7 (RFC 9562): 48 bits of milliseconds, 74 random bits. */
export function systemRandom(clock: Clock): Random {
  return {
    bytes: (count) => randomBytes(count),
    uuid() {
      const bytes = randomBytes(16);
      bytes.writeUIntBE(clock.now().getTime(), 0, 6);
      bytes[6] = (bytes[6]! & 0x0f) | 0x70;
      bytes[8] = (bytes[8]! & 0x3f) | 0x80;
      const hex = bytes.toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
  };
}

export const systemClock: Clock = { now: () => new Date() };
