import { unringCall } from '../../calls/follow-contact.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import { failpoint } from '../../kernel/failpoint.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { whyNot } from '../refusals.ts';
import { tellChange } from '../telling.ts';

/** How long a contact does not ring again at the one who declined or missed it. */
export const MUTED_SECONDS = 30;

/** The agent lets it ring elsewhere; the contact keeps its place [CON2]. */
export async function declineOffer(
  platform: Platform,
  actor: AgentActor,
  input: { contactId: string; epoch: number },
): Promise<void> {
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const offers = await tx.desks.offers(actor.agentId);
    if (!offers.some((offer) => offer.contactId === input.contactId && offer.epoch === input.epoch))
      throw await whyNot(tx, input.contactId, 'offer_gone');
    const change = await tx.contacts.withdrawOffer(input.contactId, input.epoch, MUTED_SECONDS);
    if (!change) throw new Refused('offer_gone');
    await failpoint('decline.withdrawn');
    await tx.desks.freeSlot(actor.agentId, change);
    await unringCall(tx, change, 'missed_agent_reject');
    tellChange(tx, actor.tenantId, change, actor.agentId);
  });
}
