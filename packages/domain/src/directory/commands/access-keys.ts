import type { AccessKey } from '@alongside/protocol';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { assertRole } from '../policy.ts';

/** `ak_<tenant's domain>_<96 random bits>`: the domain inside finds the tenant before anything is read. */
const SHAPE = /^ak_([a-z][a-z0-9-]{1,62})_[0-9a-f]{24}$/;

/** A key of the company's own server. The secret is in this answer and nowhere else; it is stored sealed, since signatures must be computed with it. */
export async function issueAccessKey(
  platform: Platform,
  tenant: { id: string; domain: string },
): Promise<{ accessKeyId: string; accessKeySecret: string }> {
  const accessKeyId = `ak_${tenant.domain}_${Buffer.from(platform.random.bytes(12)).toString('hex')}`;
  const accessKeySecret = Buffer.from(platform.random.bytes(32)).toString('base64url');
  await platform.store.transaction(tenant.id, (tx) =>
    tx.directory.createAccessKey({ accessKeyId, sealedSecret: platform.sealer.seal(accessKeySecret) }),
  );
  return { accessKeyId, accessKeySecret };
}

export async function createAccessKey(
  platform: Platform,
  actor: AgentActor,
): Promise<{ accessKeyId: string; accessKeySecret: string }> {
  assertRole(actor, 'administrator');
  const tenant = await platform.store.tenants.byId(actor.tenantId);
  if (!tenant) throw new Refused('not_found');
  return issueAccessKey(platform, tenant);
}

export async function listAccessKeys(platform: Platform, actor: AgentActor): Promise<{ keys: AccessKey[] }> {
  assertRole(actor, 'administrator');
  return { keys: await platform.store.transaction(actor.tenantId, (tx) => tx.directory.accessKeys()) };
}

/** Dead at once. */
export async function revokeAccessKey(platform: Platform, actor: AgentActor, accessKeyId: string): Promise<void> {
  assertRole(actor, 'administrator');
  const revoked = await platform.store.transaction(actor.tenantId, (tx) => tx.directory.revokeAccessKey(accessKeyId));
  if (!revoked) throw new Refused('not_found');
}

/** The tenant and secret behind a key id; null: unknown or revoked. For checking a signed request. */
export async function openAccessKey(
  platform: Platform,
  accessKeyId: string,
): Promise<{ tenantId: string; secret: string } | null> {
  const domain = SHAPE.exec(accessKeyId)?.[1];
  const tenant = domain === undefined ? null : await platform.store.tenants.byDomain(domain);
  if (!tenant) return null;
  const sealed = await platform.store.transaction(tenant.id, (tx) => tx.directory.accessKeySecret(accessKeyId));
  return sealed === null ? null : { tenantId: tenant.id, secret: platform.sealer.open(sealed) };
}
