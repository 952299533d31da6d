import { base64 } from '../ids.ts';
import type { Ports } from '../ports/defaults.ts';

/** This device's mark: base64 of 32 random bytes, made once and kept. Under a lock, so that two tabs opened at once agree on one. */
export function deviceHash({ locks, random, storage }: Ports, prefix: string): Promise<string> {
  const key = `${prefix}device`;
  return locks.withLock(key, async () => {
    const kept = await storage.getItem(key);
    if (kept) return kept;
    const made = base64(random.bytes(32));
    await storage.setItem(key, made);
    return made;
  });
}
