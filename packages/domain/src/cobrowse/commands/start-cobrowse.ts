import { assertMayRead } from '../../conversations/policy.ts';
import type { CustomerActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { createCobrowse, type ShortCode } from './create-session.ts';
import { redeemForPage } from './redeem-code.ts';

/** A session for a customer who is in a conversation already, with the token of its page. Refuses `not_found` and `rate_limited`. */
export async function startCobrowse(
  platform: Platform,
  actor: CustomerActor,
  { conversationId, address }: { readonly conversationId: string; readonly address: string },
): Promise<ShortCode & { readonly sessionToken: string }> {
  assertMayRead(actor, conversationId);
  const { tenantId, customerId } = actor;
  const from = { address, origin: null, creator: null, conversationId, customerId };
  const { creator, ...code } = await createCobrowse(platform, tenantId, from);
  const { sessionToken } = await redeemForPage(platform, tenantId, code.shortCode, { address, origin: null, creator });
  return { ...code, sessionToken };
}
