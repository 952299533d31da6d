import type { AuditQuery, AuditRecord, AuditVerdict, SettingVersion } from '@alongside/protocol';
import { assertRole } from '../../directory/policy.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { ChainWalk } from '../chain.ts';

const PAGE = 50;
const STEP = 1_000;

/** Records of the audit log, newest first. */
export async function listAudit(
  platform: Platform,
  actor: AgentActor,
  query: AuditQuery,
): Promise<{ records: AuditRecord[]; nextCursor: string | null }> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, (tx) => tx.audit.page(query, query.limit ?? PAGE));
}

/** The last version of each thing that is set [SET1]. */
export async function listSettingVersions(
  platform: Platform,
  actor: AgentActor,
): Promise<{ versions: SettingVersion[] }> {
  assertRole(actor, 'supervisor');
  return { versions: await platform.store.transaction(actor.tenantId, (tx) => tx.audit.versions()) };
}

export async function verifyAudit(platform: Platform, actor: AgentActor): Promise<AuditVerdict> {
  assertRole(actor, 'administrator');
  return walkAudit(platform, actor.tenantId);
}

/** Walks along a tenant's whole chain, up to the end that it had at the beginning of the walk [AUD3]. */
export async function walkAudit(platform: Pick<Platform, 'store'>, tenantId: string): Promise<AuditVerdict> {
  const { store } = platform;
  const head = await store.transaction(tenantId, (tx) => tx.audit.head());
  const walk = new ChainWalk(tenantId);
  const last = head?.seq ?? Number.MAX_SAFE_INTEGER;
  for (;;) {
    const records = await store.transaction(tenantId, (tx) => tx.audit.walk(walk.seq + 1, STEP));
    const sound = records.every((record) => record.seq > last || walk.step(record));
    if (!sound || records.length < STEP || walk.seq >= last) break;
  }
  walk.end(head);
  return { sound: walk.broken === null, records: walk.seq, head, firstBroken: walk.broken };
}
