import type { CobrowsePolicy } from '@alongside/protocol';
import { assertMayRead } from '../../conversations/policy.ts';
import { authorOf } from '../../conversations/view.ts';
import type { CustomerActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { policyOf } from './cobrowse-settings.ts';
import { createCobrowse, type ShortCode } from './create-session.ts';
import { redeemForPage } from './redeem-code.ts';

/** A session for a customer who is in a conversation already, with the token of its page. Refuses `not_found` and `rate_limited`. */
export async function startCobrowse(
  platform: Platform,
  actor: CustomerActor,
  { conversationId, address }: { readonly conversationId: string; readonly address: string },
): Promise<ShortCode & { readonly sessionToken: string; readonly policy: CobrowsePolicy }> {
  assertMayRead(actor, conversationId);
  const { tenantId, customerId } = actor;
  const from = { address, origin: null, creator: null, conversationId, customerId };
  const { creator, ...code } = await createCobrowse(platform, tenantId, from);
  const { sessionToken } = await redeemForPage(platform, tenantId, code.shortCode, { address, origin: null, creator });
  const policy = await platform.store.transaction(tenantId, async (tx) => {
    await tx.log.append(conversationId, authorOf(actor), { kind: 'cobrowse.started', cid: code.cid }, 'all');
    return policyOf(await tx.cobrowse.settings());
  });
  return { ...code, sessionToken, policy };
}
