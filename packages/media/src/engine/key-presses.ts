import { encodeG711, frameSamples, type Law } from '../audio/g711.ts';
import { keyTones, toneFrames } from '../audio/tones.ts';
import type { TelephoneSender } from './telephone-sender.ts';

const keys = '0123456789*#ABCD';
const pressFrames = 8;
const restFrames = 4;

/** Presses keys one after the other: as telephone-events, or as tones where the peer knows none. */
export function createKeyPresses(sender: TelephoneSender) {
  const waiting: string[] = [];
  let frame = 0;
  let tones: (() => Int16Array) | null = null;
  return {
    add(digits: string) {
      for (const digit of digits.toUpperCase()) if (keys.includes(digit)) waiting.push(digit);
    },
    /** @returns true while this frame belongs to the keys */
    tick(law: Law, payloadType: number | null): boolean {
      const digit = waiting[0];
      if (digit === undefined) return false;
      frame += 1;
      if (frame > pressFrames) {
        if (frame === pressFrames + restFrames) {
          waiting.shift();
          frame = 0;
        }
        return false;
      }
      if (payloadType === null) {
        tones = frame === 1 || tones === null ? toneFrames(keyTones(digit) ?? []) : tones;
        sender.frame(encodeG711(tones(), law), law);
        return true;
      }
      const samples = frame * frameSamples;
      const ends = frame === pressFrames;
      const payload = Buffer.of(keys.indexOf(digit), (ends ? 0x80 : 0) | 10, samples >> 8, samples & 0xff);
      // The end is told three times: without it the peer's key would stay down.
      for (let times = ends ? 3 : 1; times > 0; times -= 1) sender.key(payload, payloadType, frame === 1);
      if (ends) sender.passed(samples);
      return true;
    },
  };
}

/** Reads keys that the peer presses; each is told once, at its first packet. */
export function createKeyReader(onKey: (digit: string) => void) {
  let last: string | null = null;
  return (header: { readonly ssrc: number; readonly timestamp: number }, payload: Buffer) => {
    const digit = keys[payload[0] ?? 255];
    const press = `${header.ssrc} ${header.timestamp}`;
    if (digit === undefined || press === last) return;
    last = press;
    onKey(digit);
  };
}
