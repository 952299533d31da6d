import { keyIdOf, type Platform } from '@alongside/domain';
import type { Bank } from './bank.ts';
import type { SeededDemo } from './seed-demo.ts';

const SERVICES = '/services';
/** The bank's own numbers of its people; the first is the one that its call system's page suggests. */
const FIRST_STAFF_NUMBER = 45_186;

/** Hands the queue to the bank's own call system, or takes it back from it. */
export async function chooseQueue(
  platform: Platform,
  { tenant, agents }: SeededDemo,
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
    for (const [index, { id }] of agents.entries()) {
      const person = await tx.routingSettings.agentToChange(id);
      if (person && person.staffNumber === null)
        await tx.routingSettings.saveAgent({ ...person, staffNumber: String(FIRST_STAFF_NUMBER + index) });
    }
  });
}
