import type { OnlineHelpStatus } from '@alongside/protocol';
import { getOnlineHelp } from '../../contacts/commands/customer-help.ts';
import type { CustomerActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';

/** Where this customer's help stands, for a share of a round trip; only somebody who waits has a place that must be looked up. */
export async function readHelp(platform: Platform, actor: CustomerActor): Promise<OnlineHelpStatus> {
  const help = await platform.store.catchUp.help(actor.tenantId, actor.contactId);
  if (!help) throw new Refused('session_expired');
  const { state, endReason, conversationId, lastSeq, ...marks } = help;
  if (state === 'waiting' || state === 'offered') return getOnlineHelp(platform, actor);
  return { conversationId, contactId: actor.contactId, state, endReason, lastSeq, standing: null, marks };
}
