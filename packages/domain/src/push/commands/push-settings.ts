import type { PushSettings } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import { assertRole } from '../../directory/policy.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { SealedPushKeys } from '../ports.ts';

export async function getPushSettings(platform: Platform, actor: AgentActor): Promise<PushSettings> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, (tx) => tx.push.settings());
}

export async function savePushSettings(
  platform: Platform,
  actor: AgentActor,
  settings: PushSettings,
): Promise<PushSettings> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.push.settings();
    await tx.push.saveSettings(settings);
    const target = { kind: 'tenant', id: actor.tenantId, name: '' };
    audit(tx, actor, { action: 'push_settings.changed', target, before, after: settings });
    return settings;
  });
}

/** The tenant's keys, made when they are first needed. */
export async function pushKeys(platform: Platform, tenantId: string): Promise<SealedPushKeys> {
  const known = await platform.store.transaction(tenantId, (tx) => tx.push.keys());
  if (known) return known;
  const { publicKey, privateKey } = platform.webPush.makeKeys();
  const sealedPrivateKey = platform.sealer.seal(privateKey);
  return platform.store.transaction(tenantId, (tx) => tx.push.addKeys({ publicKey, sealedPrivateKey }));
}
