import { audit } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { digestOf } from '../../kernel/tokens.ts';
import { isAddress } from '../email-address.ts';
import { customerAuthor, tellThread } from '../on-thread.ts';
import type { ChannelActor, Thread } from '../ports.ts';
import { isOwn, placeIn } from '../taking-part.ts';

/** Customers in one contact, whose thread it is among them; and codes that are good for it at once. */
const MOST = { participants: 20, invitations: 50, addresses: 10 };
const CODE_SECONDS = 24 * 3600;

/**
 * A code with which other customers of the channel come into this customer's open contact, each who has it, for a day and as long as the contact is
 * open. Refuses `not_found`, `conversation_ended`, and `not_allowed` for too many codes.
 */
export async function inviteToContact(platform: Platform, actor: ChannelActor, contactNumber: number): Promise<string> {
  const code = Buffer.from(platform.random.bytes(24)).toString('base64url');
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const thread = await openThreadOf(tx, actor, contactNumber);
    const made = await tx.channels.addInvitation({
      digest: digestOf(code),
      conversationId: thread.id,
      contactId: thread.contact.id,
      channelId: actor.channelId,
      seconds: CODE_SECONDS,
      most: MOST.invitations,
    });
    if (!made)
      throw new Refused('not_allowed', { message: `At most ${MOST.invitations} invitations are good at once.` });
  });
  return code;
}

/**
 * The customer wants the code of an invitation sent to e-mail addresses. We send no mail: the company is told by the webhook event
 * `invitation.requested`, and it is noted in the audit log without the code. Refuses `not_found`, `conversation_ended`, `invalid_request`.
 */
export async function askInvitations(
  platform: Platform,
  actor: ChannelActor,
  { contactNumber, code, addresses }: { contactNumber: number; code: string; addresses: readonly string[] },
): Promise<void> {
  if (addresses.length === 0 || addresses.length > MOST.addresses || !addresses.every(isAddress))
    throw new Refused('invalid_request', { field: '/addresses', rule: `1 to ${MOST.addresses} e-mail addresses` });
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const thread = await openThreadOf(tx, actor, contactNumber);
    const invitation = await tx.channels.invitation(actor.channelId, digestOf(code));
    if (invitation?.contactId !== thread.contact.id)
      throw new Refused('not_found', { message: 'There is no such invitation to this contact.' });
    await tx.webhooks.noteContact('invitation.requested', thread.contact.id, { addresses, code });
    audit(
      tx,
      { kind: 'unknown', id: null, name: actor.name },
      {
        action: 'invitation.requested',
        target: { kind: 'conversation', id: thread.id, name: null },
        after: { customerId: actor.customerId, addresses: [...addresses] },
      },
    );
  });
}

/** Takes part in the contact that a code opens; yields its thread. Repeating it is harmless. Refuses `not_found`, `conversation_ended`, `not_allowed`. */
export async function joinByInvitation(platform: Platform, actor: ChannelActor, code: string): Promise<Thread> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const invitation = await tx.channels.invitation(actor.channelId, digestOf(code));
    const thread = invitation && (await tx.channels.threadById(invitation.conversationId));
    if (!thread) throw new Refused('not_found', { message: 'This invitation is not good (any more).' });
    if (thread.contact.id !== invitation.contactId || !isOpen(thread)) throw ended();
    if (isOwn(thread, actor) || placeIn(thread, actor)) return thread;
    const added = await tx.channels.addParticipant({ thread, customerId: actor.customerId, most: MOST.participants });
    if (added === 'full')
      throw new Refused('not_allowed', { message: `At most ${MOST.participants} customers take part in one chat.` });
    // Another socket of this customer was first.
    if (added === 'here') return (await tx.channels.threadById(thread.id)) ?? thread;
    await tell(tx, actor, thread, 'participant.joined');
    // The row is locked now: it stays as it is found.
    if (!(await tx.log.conversation(thread.id))?.open) throw ended();
    return (await tx.channels.threadById(thread.id)) ?? thread;
  });
}

/** Takes no part any more. Repeating it is harmless. Refuses `not_found`, and `not_allowed` to whose chat it is. */
export async function leaveContact(platform: Platform, actor: ChannelActor, contactNumber: number): Promise<void> {
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const own = await tx.channels.threadByContactNumber(actor.channelId, actor.customerId, contactNumber);
    if (own) throw new Refused('not_allowed', { message: 'This is the own chat of this customer, who may end it.' });
    const left = await tx.channels.removeParticipant(actor.channelId, actor.customerId, contactNumber);
    if (!left) throw new Refused('not_found', { message: 'This customer takes no part in such a contact.' });
    const thread = left.wasHere ? await tx.channels.threadById(left.conversationId) : null;
    if (thread) await tell(tx, actor, thread, 'participant.left');
  });
}

/** Every socket of who came or went, and whoever has the contact before them. */
async function tell(
  tx: Transaction,
  actor: ChannelActor,
  thread: Thread,
  kind: 'participant.joined' | 'participant.left',
): Promise<void> {
  const { contact } = thread;
  const participant = { id: actor.customerId, name: actor.name };
  tellThread(tx, actor, thread.id);
  await tx.log.append(thread.id, customerAuthor(actor), { kind, contactId: contact.id, participant }, 'all');
  if (contact.owner && contact.status === 'open')
    tx.tell({ kind: 'desk', tenantId: actor.tenantId, agentId: contact.owner.id });
}

async function openThreadOf(tx: Transaction, actor: ChannelActor, contactNumber: number): Promise<Thread> {
  const thread = Number.isSafeInteger(contactNumber)
    ? await tx.channels.threadByContactNumber(actor.channelId, actor.customerId, contactNumber)
    : null;
  if (!thread) throw new Refused('not_found', { message: 'There is no such contact of this customer.' });
  if (thread.contact.number !== contactNumber || !isOpen(thread)) throw ended();
  return thread;
}

const isOpen = ({ contact: { status } }: Thread): boolean => status === 'new' || status === 'open';
const ended = () => new Refused('conversation_ended', { message: 'This contact has ended.' });
