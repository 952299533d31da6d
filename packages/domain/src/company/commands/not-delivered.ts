import type { Platform } from '../../kernel/platform.ts';
import type { Transaction } from '../../kernel/store.ts';
import { endWait } from '../end-wait.ts';

export type NotDelivered = 'ended' | 'nobody_waiting' | 'other_interaction';

/** Thrown to undo: by now the customer waits under another id. */
class Other extends Error {}

/** How long an id may be unknown that the call system has just answered: it may come back with it before its answer is noted. */
const PATIENCE_MILLISECONDS = 2_000;
const STEP_MILLISECONDS = 200;

interface Input {
  readonly interactionId?: string;
  readonly sessionId?: string;
  readonly message?: string;
}

/**
 * The company's call system could not bring a waiting customer to an agent: the wait ends, with its words. The id of the interaction wins: beside
 * one the session is not looked at. It is a contact or its conversation, whoever holds the queue. An unknown id is looked for again while an answer is on its way.
 */
export async function interactionNotDelivered(
  platform: Platform,
  tenantId: string,
  input: Input,
  pause = (milliseconds: number): Promise<void> => new Promise((go) => setTimeout(go, milliseconds)),
): Promise<NotDelivered> {
  for (let left = PATIENCE_MILLISECONDS; ; left -= STEP_MILLISECONDS) {
    const outcome = await attempt(platform, tenantId, input, left > 0);
    if (outcome !== 'not_known_yet') return outcome;
    await pause(STEP_MILLISECONDS);
  }
}

async function attempt(
  platform: Platform,
  tenantId: string,
  { interactionId, sessionId, message }: Input,
  isPatient: boolean,
): Promise<NotDelivered | 'not_known_yet'> {
  try {
    return await platform.store.transaction(tenantId, async (tx) => {
      const found = interactionId === undefined ? null : await tx.company.findInteraction(interactionId);
      if (interactionId !== undefined && found === null && isPatient && (await tx.company.awaitsId()))
        return 'not_known_yet';
      const named = interactionId === undefined && sessionId !== undefined;
      const contactId = named ? await contactOf(tx, sessionId) : (found?.contactId ?? null);
      if (contactId === null) return 'nobody_waiting';
      if (!(await endWait(tx, tenantId, contactId, message)))
        return found && (await waitsAnew(tx, contactId)) ? 'other_interaction' : 'nobody_waiting';
      // With the contact's row locked by its change, nothing else can become of its interaction.
      const newest = await tx.company.interactionOf(contactId);
      if (interactionId !== undefined && newest?.interactionId !== interactionId) throw new Other();
      // The call system knows: it is not to be told.
      if (newest) await tx.company.noteClosed(contactId, newest.round);
      return 'ended';
    });
  } catch (error) {
    if (error instanceof Other) return 'other_interaction';
    throw error;
  }
}

/** Whether the customer of a contact that is over waits with another one. */
async function waitsAnew(tx: Transaction, contactId: string): Promise<boolean> {
  const over = await tx.contacts.get(contactId);
  const open = over && (await tx.contacts.openContactOf(over.customer.id));
  return open !== null && open.id !== contactId && (open.state === 'waiting' || open.state === 'offered');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function contactOf(tx: Transaction, sessionId: string): Promise<string | null> {
  if (!UUID.test(sessionId)) return null;
  const contact = await tx.contacts.get(sessionId);
  return contact?.id ?? (await tx.log.conversation(sessionId))?.contactId ?? null;
}
