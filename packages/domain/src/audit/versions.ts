import type { AuditAction, VersionedKind } from '@alongside/protocol';

/** Actions that make a new version of something, and of what. */
const MADE_BY: Partial<Record<AuditAction, VersionedKind>> = {
  'tenant.settings_changed': 'company',
  'agent.created': 'agent',
  'agent.changed': 'agent',
  'out_of_office.changed': 'agent',
  'canned_reply.saved': 'canned_reply',
  'canned_reply.deleted': 'canned_reply',
  'queue.saved': 'queue',
  'queue.deleted': 'queue',
  'skill.saved': 'skill',
  'skill.deleted': 'skill',
  'business_hours.saved': 'business_hours',
  'business_hours.deleted': 'business_hours',
  'contact_weights.saved': 'contact_weights',
  'channel.saved': 'channel',
  'channel.deleted': 'channel',
  'webhook.created': 'webhook',
  'webhook.changed': 'webhook',
  'webhook.switched_off': 'webhook',
  'webhook.deleted': 'webhook',
  'company_backend.saved': 'company_backend',
  'company_backend.removed': 'company_backend',
  'visitor_settings.changed': 'visitor_settings',
  'push_settings.changed': 'push_settings',
  'cobrowse_settings.saved': 'cobrowse_settings',
  'phone_link.changed': 'phone_link',
  'call_settings.changed': 'call_settings',
  'trunk.saved': 'trunk',
  'trunk.deleted': 'trunk',
  'phone_number.saved': 'phone_number',
  'phone_number.deleted': 'phone_number',
};

/** A company has one of each of these. */
const ONLY_ONE: ReadonlySet<VersionedKind> = new Set([
  'company',
  'contact_weights',
  'company_backend',
  'visitor_settings',
  'push_settings',
  'cobrowse_settings',
  'phone_link',
  'call_settings',
]);

/** A thing that has versions: id null where a company has one of it. */
export interface Versioned {
  readonly kind: VersionedKind;
  readonly id: string | null;
}

/** What a change makes a new version of; null: of nothing that is versioned. */
export function versionedBy(change: { action: AuditAction; target?: { id: string } | null }): Versioned | null {
  const kind = MADE_BY[change.action];
  if (kind === undefined) return null;
  return { kind, id: ONLY_ONE.has(kind) ? null : (change.target?.id ?? null) };
}
