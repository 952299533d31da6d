import { keyIdOf, type Platform } from '@alongside/domain';
import type { Bank } from './bank.ts';
import type { SeededDemo } from './seed-demo.ts';

const SERVICES = '/services';

/** Hands the queue to the bank's own call system, or takes it back from it. */
export async function chooseQueue(
  platform: Platform,
  { tenant }: SeededDemo,
  bank: Bank,
  external: boolean,
): Promise<void> {
  const secret = Buffer.from(platform.random.bytes(32)).toString('base64url');
  if (external) await bank.openServices({ keyId: keyIdOf(tenant.id), secret });
  await platform.store.transaction(tenant.id, async (tx) => {
    if (!external) {
      // Only what an earlier start had set.
      if (!(await tx.company.backend())?.url.endsWith(SERVICES)) return;
      const queueId = await tx.company.closeExternalQueue();
      if (queueId) tx.tell({ kind: 'queue', tenantId: tenant.id, queueId });
      await tx.company.removeBackend();
      return;
    }
    await tx.company.saveBackend({ url: bank.url + SERVICES, sealedSecret: platform.sealer.seal(secret) });
    await tx.company.openExternalQueue(platform.random.uuid(), 'Call system');
  });
}
