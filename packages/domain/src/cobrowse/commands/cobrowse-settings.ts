import type { CobrowsePolicy, CobrowseSettings } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import { assertRole } from '../../directory/policy.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';

export async function getCobrowseSettings(platform: Platform, actor: AgentActor): Promise<CobrowseSettings> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, (tx) => tx.cobrowse.settings());
}

/** Pages that are seen now hide by the new rules as soon as they hear of it. */
export async function saveCobrowseSettings(
  platform: Platform,
  actor: AgentActor,
  settings: CobrowseSettings,
): Promise<CobrowseSettings> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.cobrowse.settings();
    await tx.cobrowse.saveSettings(settings);
    const target = { kind: 'tenant', id: actor.tenantId, name: '' };
    audit(tx, actor, { action: 'cobrowse_settings.saved', target, before, after: settings });
    tx.tell({ kind: 'cobrowse-policy', tenantId: actor.tenantId });
    return settings;
  });
}

/** What a page is told to hide. */
export const policyOf = ({ privateByDefault, rules, viewable, interactive }: CobrowseSettings): CobrowsePolicy => ({
  rules: privateByDefault ? [{ mode: 'private' }, ...rules] : rules,
  viewable,
  interactive,
});

/** What holds for a tenant's sessions now. */
export async function cobrowseSettings(platform: Platform, tenantId: string): Promise<CobrowseSettings> {
  return platform.store.transaction(tenantId, (tx) => tx.cobrowse.settings());
}
