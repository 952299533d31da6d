import type { Platform } from '../../kernel/platform.ts';

const BATCH = 100;

/** Old uploads and events go, and all bytes that nothing names any more; what waits in quarantine is shown to the scanner again. */
export async function sweepFiles(platform: Platform): Promise<void> {
  await platform.store.sweeps.forgetUntaken(BATCH);
  await platform.store.sweeps.forgetLargeEvents(BATCH);
  for (const { tenantId, key } of await platform.store.sweeps.unnamedBlobs(BATCH)) {
    await platform.blobs.delete(key);
    await platform.store.transaction(tenantId, (tx) => tx.files.strikeBlob(key));
  }
  await releaseFiles(platform);
}

async function releaseFiles(platform: Platform): Promise<void> {
  for (const { tenantId, id, key } of await platform.store.sweeps.quarantined(BATCH)) {
    const bytes = await platform.blobs.get(key);
    // Without a scanner, one that was taken away since: what it has not seen stays where it is until the next one comes.
    const verdict = bytes === null ? 'infected' : ((await platform.scanner?.scan(bytes)) ?? 'unavailable');
    if (verdict === 'unavailable') return;
    const settled = await platform.store.transaction(tenantId, (tx) => tx.files.settleScan(id, verdict));
    if (settled && verdict === 'infected') await platform.blobs.delete(key);
  }
}
