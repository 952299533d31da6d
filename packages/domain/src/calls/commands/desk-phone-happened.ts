import { declineOffer } from '../../contacts/commands/decline-offer.ts';
import { acceptOffer } from '../../contacts/commands/take-contact.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { DeskPhoneAct } from '../ports.ts';
import type { CallFailure } from '../telephony-engine.ts';
import { endCall } from './end-call.ts';
import { telephoneAnswered, telephoneEnded } from './media-happened.ts';
import { transferCall } from './transfer-call.ts';

/* What an agent does at their own telephone, as if they had done it on the screen. The registrar knew the telephone by its password. */

/** It was picked up. False: somebody else has the call, and this telephone is to be hung up. */
export async function deskPhoneAnswered(platform: Platform, at: DeskPhoneAct): Promise<boolean> {
  const { tenantId, callId, partyId } = at;
  const found = await actorAt(platform, at);
  if (!found) return false;
  const { actor, state, offer } = found;
  if (state !== 'ringing' || offer === null) {
    await telephoneAnswered(platform, tenantId, callId, partyId);
    return true;
  }
  try {
    await acceptOffer(platform, actor, { ...offer, deskPartyId: partyId });
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) platform.log.error({ error, callId }, 'A desk phone could not take its call.');
    return false;
  }
}

/** It was hung up, refused, or could not be reached: the call ends, rings elsewhere, or goes on ringing in the browser. */
export async function deskPhoneEnded(
  platform: Platform,
  at: DeskPhoneAct,
  how: { readonly failure: CallFailure | null; readonly status: number | null },
): Promise<void> {
  const { tenantId, callId, partyId } = at;
  const found = await actorAt(platform, at);
  await telephoneEnded(platform, tenantId, callId, partyId, how);
  if (!found) return;
  const { actor, offer, partyState, isAgent } = found;
  const refused = how.failure === 'busy' || how.failure === 'refused';
  // left: the first half of this was stored before the store was away.
  if ((partyState === 'ringing' || partyState === 'left') && offer !== null) {
    if (refused) await declineOffer(platform, actor, offer);
  } else if (isAgent) await endCall(platform, actor, callId);
}

/** It asked to hand the call on (REFER): as from the screen, under the dial policy. Refuses what that refuses. */
export async function deskPhoneTransfers(platform: Platform, at: DeskPhoneAct, to: string): Promise<void> {
  const found = await actorAt(platform, at);
  if (found) await transferCall(platform, found.actor, { callId: at.callId, to: { number: to } });
}

async function actorAt(platform: Platform, { tenantId, callId, partyId }: DeskPhoneAct) {
  return platform.store.transaction(tenantId, async (tx) => {
    const call = await tx.calls.get(callId);
    const party = call?.parties.find(({ id }) => id === partyId);
    const agentId = party?.agentId ?? null;
    if (!call || !party || agentId === null || call.state === 'ended') return null;
    const role = await tx.calls.roleOfAgent(agentId);
    if (role === null) return null;
    const actor: AgentActor = { kind: 'agent', tenantId, sessionId: '', agentId, role, name: party.name };
    const offer = (await tx.desks.offers(agentId)).find(({ contactId }) => contactId === call.contactId);
    return {
      actor,
      state: call.state,
      partyState: party.state,
      isAgent: party.role === 'agent' && call.agentId === agentId,
      offer: offer ? { contactId: offer.contactId, epoch: offer.epoch } : null,
    };
  });
}
