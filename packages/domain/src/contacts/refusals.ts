import type { ErrorCode } from '@alongside/protocol';
import { Refused } from '../kernel/refused.ts';
import type { Transaction } from '../kernel/store.ts';

/** Why a conditional change found nothing to change: asked after the fact, only to choose the words. */
export async function whyNot(tx: Transaction, contactId: string, otherwise: ErrorCode): Promise<Refused> {
  const contact = await tx.contacts.get(contactId);
  if (!contact) return new Refused('not_found');
  if (contact.state === 'ended') return new Refused('contact_ended');
  return new Refused(otherwise, contact.owner ? { message: `${contact.owner.name} has this contact.` } : {});
}
