import type { Actor } from '../kernel/actor.ts';
import { Refused } from '../kernel/refused.ts';
import type { ConversationRow } from './ports.ts';

/** A customer reads their own conversation; an agent any of the tenant's. A foreign one looks like none at all. */
export function assertMayRead(actor: Actor, conversationId: string): void {
  if (actor.kind === 'customer' && actor.conversationId !== conversationId) throw new Refused('not_found');
}

/** Marks and signals come from the two who are in the conversation now. */
export function assertTakesPart(actor: Actor, conversation: ConversationRow): void {
  assertMayRead(actor, conversation.id);
  if (actor.kind === 'agent' && conversation.ownerId !== actor.agentId) throw new Refused('not_owner');
}
