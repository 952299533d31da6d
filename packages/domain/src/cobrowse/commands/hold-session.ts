import type { Platform } from '../../kernel/platform.ts';

/** A process that is gone gives its sessions up after this; it says three times as often that it has them. */
const HELD_SECONDS = 60;

/**
 * This process holds both sides of a session, or goes on holding it. Where it `insteadOf`s one that cannot be reached, from that one alone.
 *
 * @returns who holds it now; null: the session is over
 */
export async function holdCobrowse(
  platform: Platform,
  tenantId: string,
  cid: string,
  relay: string,
  insteadOf: string | null = null,
): Promise<string | null> {
  return platform.store.transaction(tenantId, (tx) => tx.cobrowse.holdRelay(cid, relay, HELD_SECONDS, insteadOf));
}

/** Who holds it now; null: nobody. */
export async function holderOfCobrowse(platform: Platform, tenantId: string, cid: string): Promise<string | null> {
  return platform.store.transaction(tenantId, (tx) => tx.cobrowse.relay(cid));
}

/** Any process may hold it from now on. */
export async function letCobrowseGo(platform: Platform, tenantId: string, cid: string, relay: string): Promise<void> {
  await platform.store.transaction(tenantId, (tx) => tx.cobrowse.releaseRelay(cid, relay));
}
