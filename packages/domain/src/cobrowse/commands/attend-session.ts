import { audit } from '../../audit/audit.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { parseToken } from '../../kernel/tokens.ts';
import { logEnd } from '../log.ts';
import { GRACE_SECONDS } from '../policy.ts';
import type { CobrowseEnd, CobrowseSession } from '../ports.ts';

/** The session whose page holds this token. null: no such token, of another session, or the session is over. */
export async function cobrowseOfPage(
  platform: Platform,
  sessionToken: string,
  cid: string,
): Promise<(CobrowseSession & { tenantId: string }) | null> {
  const parsed = parseToken(sessionToken);
  if (parsed?.kind !== 'cobrowse-page') return null;
  const { tenantId, digest } = parsed;
  const session = await platform.store.transaction(tenantId, (tx) => tx.cobrowse.byPageToken(digest));
  return session?.id === cid ? { ...session, tenantId } : null;
}

/** The session that this agent brought in by its code, or that a supervisor may look on, of which the audit log tells. null: neither, or it is over. */
export async function cobrowseOfAgent(
  platform: Platform,
  actor: AgentActor,
  cid: string,
): Promise<{ session: CobrowseSession; silent: boolean } | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cid)) return null;
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const session = await tx.cobrowse.session(cid);
    if (session === null || session.state === 'ended' || session.agentId === null) return null;
    if (session.agentId === actor.agentId) return { session, silent: false };
    if (actor.role === 'agent') return null;
    const { agentId, conversationId } = session;
    audit(tx, actor, {
      action: 'cobrowse.watched',
      target: { kind: 'cobrowse', id: cid },
      after: { agentId, conversationId },
    });
    return { session, silent: true };
  });
}

/** While both sides are at the door the session lives; when one has left, they have a grace time to come back. */
export async function keepCobrowse(platform: Platform, tenantId: string, cid: string): Promise<boolean> {
  return platform.store.transaction(tenantId, (tx) => tx.cobrowse.prolong(cid, GRACE_SECONDS));
}

/** Ends a session once, wherever its page and its agents are connected. False: it had ended. */
export async function endCobrowse(
  platform: Platform,
  tenantId: string,
  cid: string,
  reason: CobrowseEnd,
): Promise<boolean> {
  return platform.store.transaction(tenantId, async (tx) => {
    const ended = await tx.cobrowse.end(cid, reason);
    if (ended === null) return false;
    await logEnd(tx, cid, reason);
    tx.tell({ kind: 'cobrowse-ended', tenantId, sessionId: cid, reason });
    return true;
  });
}

/** Ends what nobody came to or came back to. */
export async function endDueCobrowse(platform: Platform): Promise<void> {
  for (const { tenantId, sessionId } of await platform.store.sweeps.dueCobrowse(200))
    await platform.store.transaction(tenantId, async (tx) => {
      const ended = await tx.cobrowse.endDue(sessionId);
      if (ended?.endReason == null) return;
      await logEnd(tx, sessionId, ended.endReason);
      tx.tell({ kind: 'cobrowse-ended', tenantId, sessionId, reason: ended.endReason });
    });
}
