import type { CobrowsePolicy } from '@alongside/protocol';
import { assertMayRead } from '../../conversations/policy.ts';
import { authorOf } from '../../conversations/view.ts';
import type { AgentActor, CustomerActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { digestOf, mintToken } from '../../kernel/tokens.ts';
import { logEnd } from '../log.ts';
import { OFFER_SECONDS, WAIT_SECONDS } from '../policy.ts';
import { policyOf } from './cobrowse-settings.ts';

/**
 * Offers co-browse to the customer of a conversation that this agent has. Without a code: the conversation says who the two are. Where the
 * customer has begun a session that nobody joined, this agent joins it. Repeating it yields the open offer. Refuses `not_found`, `conversation_ended`, `not_owner`.
 */
export async function offerCobrowse(
  platform: Platform,
  actor: AgentActor,
  conversationId: string,
): Promise<{ cid: string; expiresInSeconds: number }> {
  const cid = platform.random.uuid();
  const creatorDigest = digestOf(Buffer.from(platform.random.bytes(32)).toString('base64url'));
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const conversation = await tx.log.conversation(conversationId);
    if (conversation === null) throw new Refused('not_found');
    if (!conversation.open) throw new Refused('conversation_ended');
    if (conversation.ownerId !== actor.agentId) throw new Refused('not_owner');
    const open = await tx.cobrowse.openOffer(conversationId, actor.agentId);
    if (open !== null) return { cid: open.id, expiresInSeconds: Math.max(1, open.secondsLeft) };
    const { customerId } = conversation;
    const { agentId } = actor;
    const agent = { id: agentId, name: actor.name };
    const begun = await tx.cobrowse.joinOpen(conversationId, agentId, WAIT_SECONDS);
    if (begun !== null) {
      await tx.cobrowse.removeCodes(begun);
      await tx.log.append(conversationId, authorOf(actor), { kind: 'cobrowse.joined', cid: begun, agent }, 'all');
      return { cid: begun, expiresInSeconds: WAIT_SECONDS };
    }
    await tx.cobrowse.offer({ id: cid, creatorDigest, conversationId, customerId, agentId, seconds: OFFER_SECONDS });
    const body = { kind: 'cobrowse.offered', cid, agent } as const;
    await tx.log.append(conversationId, authorOf(actor), body, 'all');
    return { cid, expiresInSeconds: OFFER_SECONDS };
  });
}

/** The customer takes the offer, once; nothing is shown by that. Refuses `not_found`: no such offer, answered, or too late. */
export async function acceptCobrowse(
  platform: Platform,
  actor: CustomerActor,
  { conversationId, cid }: { readonly conversationId: string; readonly cid: string },
): Promise<{ cid: string; sessionToken: string; policy: CobrowsePolicy }> {
  assertMayRead(actor, conversationId);
  const { token, digest } = mintToken('cobrowse-page', actor.tenantId, platform.random);
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const acceptance = { id: cid, conversationId, tokenDigest: digest, seconds: WAIT_SECONDS };
    if (!(await tx.cobrowse.acceptOffer(acceptance)))
      throw new Refused('not_found', { message: 'This offer is not open any more.' });
    await tx.log.append(conversationId, authorOf(actor), { kind: 'cobrowse.started', cid }, 'all');
    return { cid, sessionToken: token, policy: policyOf(await tx.cobrowse.settings()) };
  });
}

/** The customer does not want it. Repeating it is harmless. Refuses `not_found`: no such offer, or it was accepted. */
export async function declineCobrowse(
  platform: Platform,
  actor: CustomerActor,
  { conversationId, cid }: { readonly conversationId: string; readonly cid: string },
): Promise<void> {
  assertMayRead(actor, conversationId);
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const session = await tx.cobrowse.attended(cid);
    if (session === null || session.conversationId !== conversationId || !session.offered || session.hasPage)
      throw new Refused('not_found');
    if ((await tx.cobrowse.end(cid, 'declined')) === null) return;
    await logEnd(tx, cid, 'declined');
    tx.tell({ kind: 'cobrowse-ended', tenantId: actor.tenantId, sessionId: cid, reason: 'declined' });
  });
}
