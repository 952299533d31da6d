import type { CobrowseRelayFrame } from '@alongside/protocol';
import { COBROWSE_LIMITS } from '@alongside/protocol/constants';

/** A text frame of the relay; undefined: it is none. */
export function relayWord(frame: string | Uint8Array): CobrowseRelayFrame | undefined {
  if (typeof frame !== 'string' || frame.length > COBROWSE_LIMITS.textBytes) return undefined;
  try {
    return JSON.parse(frame) as CobrowseRelayFrame;
  } catch {
    return undefined;
  }
}
