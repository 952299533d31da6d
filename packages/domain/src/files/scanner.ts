import type { Platform } from '../kernel/platform.ts';
import type { ScanState } from './ports.ts';

/** Looks for malware. It fails closed: a file that nobody could look at is given to nobody. */
export interface Scanner {
  scan(bytes: Uint8Array): Promise<'clean' | 'infected' | 'unavailable'>;
}

/** In what state a file that has just come begins. Without a scanner everything is clean. */
export async function scanned(platform: Platform, bytes: Uint8Array): Promise<ScanState> {
  if (platform.scanner === null) return 'clean';
  const verdict = await platform.scanner.scan(bytes);
  return verdict === 'unavailable' ? 'quarantined' : verdict;
}
