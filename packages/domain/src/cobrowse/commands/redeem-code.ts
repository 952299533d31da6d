import { audit } from '../../audit/audit.ts';
import { authorOf } from '../../conversations/view.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { digestOf, mintToken } from '../../kernel/tokens.ts';
import { codeDigest, readCode } from '../code.ts';
import {
  AGENT_WINDOW_SECONDS,
  DEFAULT_LENGTH,
  FRESH_SECONDS,
  TENANT_WINDOW_SECONDS,
  WAIT_SECONDS,
  WRONG_PER_AGENT,
  wrongPerTenant,
} from '../policy.ts';
import { auditDegraded } from './create-session.ts';

/** Is looked up in place of what is no code, so that the answer takes as long. */
const NO_CODE = 'none';

/**
 * The customer's side of a code, once: only for the browser that created it. Refuses `short_code_refused`, whatever was wrong.
 *
 * @returns the session and the token that stands for its page; the token dies with the session
 */
export async function redeemForPage(
  platform: Platform,
  tenantId: string,
  typed: string,
  by: { readonly creator: string | null; readonly address: string; readonly origin: string | null },
): Promise<{ cid: string; sessionToken: string }> {
  const { token, digest: tokenDigest } = mintToken('cobrowse-page', tenantId, platform.random);
  const cid = await platform.store.transaction(tenantId, (tx) =>
    tx.cobrowse.redeemForPage({
      digest: codeDigest(platform.signer, tenantId, readCode(typed)?.code ?? NO_CODE),
      creatorDigest: by.creator === null ? null : digestOf(by.creator),
      address: by.address,
      origin: by.origin,
      freshSeconds: FRESH_SECONDS,
      tokenDigest,
    }),
  );
  if (cid === null) throw new Refused('short_code_refused');
  return { cid, sessionToken: token };
}

/**
 * The agent's side of a code, once. Never yields the page's token. Refuses `short_code_refused`, whatever was wrong, and `rate_limited`
 * after five wrong ones within 15 minutes. With a conversation of this agent's, a session of none belongs to it from now on. Where the company's agents together guessed too often, codes of digits are refused unseen.
 */
export async function redeemForAgent(
  platform: Platform,
  actor: AgentActor,
  typed: string,
  conversationId: string | null = null,
): Promise<{ cid: string }> {
  const { tenantId, agentId } = actor;
  const key = `agent ${agentId}`;
  const outcome = await platform.store.transaction(tenantId, async (tx) => {
    // Who is paused and goes on costs one read.
    const seen = await tx.cobrowse.counted(key, AGENT_WINDOW_SECONDS);
    if (seen.count >= WRONG_PER_AGENT) return { pausedFor: seen.firstEndsInSeconds };
    const mine = await tx.cobrowse.happened(key, AGENT_WINDOW_SECONDS);
    if (mine.count >= WRONG_PER_AGENT) return { pausedFor: mine.firstEndsInSeconds };
    const all = await tx.cobrowse.happened('wrong', TENANT_WINDOW_SECONDS);
    const { shortCodeLength: length = DEFAULT_LENGTH } = await tx.directory.settings();
    const allowed = wrongPerTenant(length);
    const read = readCode(typed);
    const unseen = read === null || (!read.letters && all.count >= allowed);
    const digest = codeDigest(platform.signer, tenantId, unseen ? NO_CODE : read.code);
    const cid = await tx.cobrowse.redeemForAgent(digest, agentId, WAIT_SECONDS);
    if (cid !== null) {
      await attach(tx, actor, cid, conversationId);
      return { cid };
    }
    await tx.cobrowse.note(key);
    if (all.count < allowed) await tx.cobrowse.note('wrong');
    if (all.count + 1 === allowed) auditDegraded(tx, allowed);
    const paused = mine.count + 1 >= WRONG_PER_AGENT;
    if (paused) {
      const target = { kind: 'agent', id: agentId, name: actor.name };
      audit(tx, actor, { action: 'short_code.agent_paused', target, after: { seconds: AGENT_WINDOW_SECONDS } });
      tx.tell({ kind: 'desk', tenantId, agentId });
    }
    return { paused };
  });
  if ('cid' in outcome && outcome.cid !== undefined) return { cid: outcome.cid };
  if ('pausedFor' in outcome && outcome.pausedFor !== undefined)
    throw new Refused('rate_limited', {
      message: 'Too many wrong short codes. A supervisor can see it.',
      retryAfterSeconds: outcome.pausedFor,
    });
  if ('paused' in outcome && outcome.paused)
    platform.log.warn({ tenantId, agentId }, 'An agent is paused: too many wrong short codes.');
  throw new Refused('short_code_refused');
}

/** The log of the session's conversation says who came. Another's conversation, or none, changes nothing. */
async function attach(tx: Transaction, actor: AgentActor, cid: string, conversationId: string | null): Promise<void> {
  const mine = conversationId === null ? null : await tx.log.conversation(conversationId);
  if (mine?.open && mine.ownerId === actor.agentId) await tx.cobrowse.attach(cid, mine.id);
  const session = await tx.cobrowse.session(cid);
  if (session === null || session.conversationId === null) return;
  const agent = { id: actor.agentId, name: actor.name };
  await tx.log.append(session.conversationId, authorOf(actor), { kind: 'cobrowse.joined', cid, agent }, 'all');
}
