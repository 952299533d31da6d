import {
  type PhoneLink,
  type PhoneLinkSettings,
  PHONE_LINK_OVERLAP_HOURS,
  type PhoneLinkTokenKind,
} from '@alongside/protocol';
import { type AuditedBy, audit, SYSTEM_ACTOR } from '../../audit/audit.ts';
import { assertRole } from '../../directory/policy.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { mintToken } from '../../kernel/tokens.ts';
import { isTimeZone } from '../local-time.ts';

const target = (kind: PhoneLinkTokenKind) => ({ kind: 'phone_link_token', id: kind, name: kind });

export async function getPhoneLink(platform: Platform, actor: AgentActor, linkHost: string): Promise<PhoneLink> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, (tx) => viewOf(tx, linkHost));
}

export async function savePhoneLink(
  platform: Platform,
  actor: AgentActor,
  settings: PhoneLinkSettings,
  linkHost: string,
): Promise<PhoneLink> {
  assertRole(actor, 'administrator');
  if (!isTimeZone(settings.timeZone))
    throw new Refused('invalid_request', {
      field: '/timeZone',
      message: 'There is no such time zone; give an IANA name as Asia/Ho_Chi_Minh.',
    });
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.phoneLinks.settings();
    await tx.phoneLinks.saveSettings(settings);
    const tenant = { kind: 'tenant', id: actor.tenantId, name: '' };
    audit(tx, actor, { action: 'phone_link.changed', target: tenant, before, after: settings });
    return viewOf(tx, linkHost);
  });
}

export async function createPhoneLinkToken(
  platform: Platform,
  actor: AgentActor,
  kind: PhoneLinkTokenKind,
  overlapHours: number = PHONE_LINK_OVERLAP_HOURS.default,
): Promise<{ token: string; previousUntil: string | null }> {
  assertRole(actor, 'administrator');
  return issuePhoneLinkToken(platform, actor.tenantId, kind, overlapHours, actor);
}

/**
 * A new token; it is in this answer and nowhere else. The API token is stored as a digest, the voice token sealed, since signatures are computed with
 * it. What the old voice token opened ends with it [PHONE2].
 */
export async function issuePhoneLinkToken(
  platform: Platform,
  tenantId: string,
  kind: PhoneLinkTokenKind,
  overlapHours: number = PHONE_LINK_OVERLAP_HOURS.default,
  by: AuditedBy = SYSTEM_ACTOR,
): Promise<{ token: string; previousUntil: string | null }> {
  const made = kind === 'api' ? mintToken('phone-link-api', tenantId, platform.random) : null;
  const token = made?.token ?? Buffer.from(platform.random.bytes(32)).toString('base64url');
  const stored = made
    ? ({ kind: 'api', digest: made.digest } as const)
    : ({ kind: 'voice', sealed: platform.sealer.seal(token) } as const);
  return platform.store.transaction(tenantId, async (tx) => {
    const { previousUntil } = await tx.phoneLinks.saveToken(stored, overlapHours);
    if (kind === 'voice') await endSessions(tx, tenantId, overlapHours);
    audit(tx, by, { action: 'phone_link_token.created', target: target(kind), after: { overlapHours } });
    return { token, previousUntil };
  });
}

export async function revokePhoneLinkToken(
  platform: Platform,
  actor: AgentActor,
  kind: PhoneLinkTokenKind,
): Promise<void> {
  assertRole(actor, 'administrator');
  await platform.store.transaction(actor.tenantId, async (tx) => {
    if (!(await tx.phoneLinks.removeToken(kind))) throw new Refused('not_found');
    if (kind === 'voice') await endSessions(tx, actor.tenantId, 0);
    audit(tx, actor, { action: 'phone_link_token.revoked', target: target(kind) });
  });
}

async function endSessions(tx: Transaction, tenantId: string, afterHours: number): Promise<void> {
  for (const sessionId of await tx.phoneLinks.endSessions(afterHours))
    tx.tell({ kind: 'session-ended', tenantId, sessionId });
}

async function viewOf(tx: Transaction, linkHost: string): Promise<PhoneLink> {
  const { api, voice } = await tx.phoneLinks.tokens();
  const settings = await tx.phoneLinks.settings();
  return { settings, apiToken: api, voiceToken: voice, linkHost: settings.linkHost ?? linkHost };
}
