import type { AccessKey } from '@alongside/protocol';
import { type AuditedBy, audit, SYSTEM_ACTOR } from '../../audit/audit.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { assertRole } from '../policy.ts';

/** `ak_<tenant's domain>_<96 random bits>`: the domain inside finds the tenant before anything is read. */
const SHAPE = /^ak_([a-z][a-z0-9-]{1,62})_[0-9a-f]{24}$/;
const OVERLAP_HOURS = 24;

const mintSecret = (platform: Platform): string => Buffer.from(platform.random.bytes(32)).toString('base64url');
const targetOf = (accessKeyId: string, name?: string) => ({ kind: 'access_key', id: accessKeyId, name: name ?? null });

/** A key of the company's own server. The secret is in this answer and nowhere else; it is stored sealed, since signatures must be computed with it. */
export async function issueAccessKey(
  platform: Platform,
  tenant: { id: string; domain: string },
  by: AuditedBy = SYSTEM_ACTOR,
  name = '',
): Promise<{ accessKeyId: string; accessKeySecret: string }> {
  const accessKeyId = `ak_${tenant.domain}_${Buffer.from(platform.random.bytes(12)).toString('hex')}`;
  const accessKeySecret = mintSecret(platform);
  const sealedSecret = platform.sealer.seal(accessKeySecret);
  await platform.store.transaction(tenant.id, async (tx) => {
    await tx.directory.createAccessKey({ accessKeyId, sealedSecret, name });
    audit(tx, by, { action: 'access_key.created', target: targetOf(accessKeyId, name), after: { name } });
  });
  return { accessKeyId, accessKeySecret };
}

export async function createAccessKey(
  platform: Platform,
  actor: AgentActor,
  name?: string,
): Promise<{ accessKeyId: string; accessKeySecret: string }> {
  assertRole(actor, 'administrator');
  const tenant = await platform.store.tenants.byId(actor.tenantId);
  if (!tenant) throw new Refused('not_found');
  return issueAccessKey(platform, tenant, actor, name);
}

export async function listAccessKeys(platform: Platform, actor: AgentActor): Promise<{ keys: AccessKey[] }> {
  assertRole(actor, 'administrator');
  return { keys: await platform.store.transaction(actor.tenantId, (tx) => tx.directory.accessKeys()) };
}

/** The new secret is good at once and the old one for some hours more: no request fails while servers change over (T2b). */
export async function rotateAccessKey(
  platform: Platform,
  actor: AgentActor,
  accessKeyId: string,
  overlapHours: number = OVERLAP_HOURS,
): Promise<{ accessKeyId: string; accessKeySecret: string; previousSecretUntil: string | null }> {
  assertRole(actor, 'administrator');
  const accessKeySecret = mintSecret(platform);
  const sealedSecret = platform.sealer.seal(accessKeySecret);
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const rotated = await tx.directory.rotateAccessKey(accessKeyId, sealedSecret, overlapHours);
    if (!rotated) throw new Refused('not_found');
    audit(tx, actor, { action: 'access_key.rotated', target: targetOf(accessKeyId), after: { overlapHours } });
    return { accessKeyId, accessKeySecret, ...rotated };
  });
}

/** Dead at once, with every secret that it had. */
export async function revokeAccessKey(platform: Platform, actor: AgentActor, accessKeyId: string): Promise<void> {
  assertRole(actor, 'administrator');
  await platform.store.transaction(actor.tenantId, async (tx) => {
    if (!(await tx.directory.revokeAccessKey(accessKeyId))) throw new Refused('not_found');
    audit(tx, actor, { action: 'access_key.revoked', target: targetOf(accessKeyId) });
  });
}

/** The tenant and the secrets behind a key id; null: unknown or revoked. For checking a signed request. */
export async function openAccessKey(
  platform: Platform,
  accessKeyId: string,
): Promise<{ tenantId: string; secrets: readonly string[] } | null> {
  const domain = SHAPE.exec(accessKeyId)?.[1];
  const tenant = domain === undefined ? null : await platform.store.tenants.byDomain(domain);
  if (!tenant) return null;
  const sealed = await platform.store.transaction(tenant.id, (tx) => tx.directory.accessKeySecrets(accessKeyId));
  if (sealed.length === 0) return null;
  return { tenantId: tenant.id, secrets: sealed.map((secret) => platform.sealer.open(secret)) };
}
