import type { CompanyBackendSettings, CompanyBackendView } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import { assertRole } from '../../directory/policy.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { keyIdOf } from '../backend.ts';

const QUEUE_NAME = 'Call system';

export async function getCompanyBackend(platform: Platform, actor: AgentActor): Promise<CompanyBackendView> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, (tx) => viewOf(tx, actor.tenantId));
}

/**
 * Says where the company's own services are and who holds the queue. A secret is made the first time, or when it is asked for, and shown in
 * this answer only.
 */
export async function saveCompanyBackend(
  platform: Platform,
  actor: AgentActor,
  { url, queue, newSecret }: CompanyBackendSettings,
): Promise<CompanyBackendView> {
  assertRole(actor, 'administrator');
  const base = url.replace(/\/+$/, '');
  const parsed = URL.canParse(base) ? new URL(base) : null;
  if (parsed?.search !== '' || parsed.hash !== '')
    throw new Refused('invalid_request', {
      field: '/url',
      message: 'The address must be one without query or fragment.',
    });
  const refusal = await platform.outgoing.refusal(base);
  if (refusal !== null) throw new Refused('address_not_allowed', { field: '/url' });
  const secret = Buffer.from(platform.random.bytes(32)).toString('base64url');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.company.backend();
    const made = before === null || newSecret === true;
    const was = await viewOf(tx, actor.tenantId);
    await tx.company.saveBackend({
      url: base,
      sealedSecret: made ? platform.sealer.seal(secret) : before.sealedSecret,
    });
    if (queue === 'external') await tx.company.openExternalQueue(platform.random.uuid(), QUEUE_NAME);
    else await closeQueue(tx, actor.tenantId);
    const view = await viewOf(tx, actor.tenantId);
    audit(tx, actor, { action: 'company_backend.saved', before: was, after: view });
    return made ? { ...view, secret } : view;
  });
}

/** Nothing is asked of the company any more, and ours holds the queue. */
export async function removeCompanyBackend(platform: Platform, actor: AgentActor): Promise<void> {
  assertRole(actor, 'administrator');
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await viewOf(tx, actor.tenantId);
    await closeQueue(tx, actor.tenantId);
    if (!(await tx.company.removeBackend())) throw new Refused('not_found');
    audit(tx, actor, { action: 'company_backend.removed', before, after: null });
  });
}

/** Who waits there is routed by us from now on. */
async function closeQueue(tx: Transaction, tenantId: string): Promise<void> {
  const queueId = await tx.company.closeExternalQueue();
  if (queueId !== null) tx.tell({ kind: 'queue', tenantId, queueId });
}

async function viewOf(tx: Transaction, tenantId: string): Promise<CompanyBackendView> {
  const kept = await tx.company.backend();
  const external = (await tx.company.externalQueueId()) !== null;
  return { url: kept?.url ?? null, queue: external ? 'external' : 'ours', keyId: keyIdOf(tenantId) };
}
