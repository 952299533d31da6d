import type { FieldValue } from '@alongside/protocol';
import { endForCustomer } from '../../contacts/end-for-customer.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { assertFields, sayOfContact, sayOfCustomer } from '../fields.ts';
import { customerAuthor, mustHave, tellThread } from '../on-thread.ts';
import { Overtaken, untilDecided } from '../open-contact.ts';
import type { ChannelActor } from '../ports.ts';
import { isOwn, mustTakePart } from '../taking-part.ts';

const LONGEST_NAME = 200;
/** Of what is being written the agent sees so much. Characters. */
const LONGEST_PREVIEW = 2000;

/** The same name again is harmless. Refuses `not_found`. */
export async function renameThread(
  platform: Platform,
  actor: ChannelActor,
  externalId: string,
  name: string,
): Promise<void> {
  const shown = name.trim().slice(0, LONGEST_NAME);
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const thread = await mustHave(tx, actor, externalId);
    if (!(await tx.channels.renameThread(thread.id, shown))) return;
    tellThread(tx, actor, thread.id);
    await tx.log.append(thread.id, customerAuthor(actor), { kind: 'thread.renamed', name: shown }, 'all');
  });
}

/** Nothing can be said in it any more; an open contact of it ends [THR6]. Repeating it is harmless. Refuses `not_found`. */
export async function archiveThread(platform: Platform, actor: ChannelActor, externalId: string): Promise<void> {
  await untilDecided(() =>
    platform.store.transaction(actor.tenantId, async (tx) => {
      const thread = await mustHave(tx, actor, externalId);
      if (thread.archived) return;
      await endForCustomer(tx, actor.tenantId, thread.contact.id, customerAuthor(actor));
      if (!(await tx.channels.archiveThread(thread.id))) throw new Overtaken();
      tellThread(tx, actor, thread.id);
      await tx.log.append(thread.id, customerAuthor(actor), { kind: 'thread.archived' }, 'all');
    }),
  );
}

/** The customer has seen everything up to the log's end. Refuses `not_found`. */
export async function seeThread(platform: Platform, actor: ChannelActor, externalId: string | null): Promise<void> {
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const thread = await mustTakePart(tx, actor, externalId);
    // What a guest has seen is not seen by whose thread it is.
    if (!isOwn(thread, actor)) return;
    // A mark is an entry of the log itself: one with nothing new behind it would be one for ever.
    if (thread.unseenByCustomer > 0)
      await tx.log.markRead(thread.id, 'customer', customerAuthor(actor), thread.lastSeq);
  });
}

/** The customer writes, or stopped; `text` is what they have written so far, for the agent alone. Stored nowhere. Refuses `not_found`. */
export async function typeOnThread(
  platform: Platform,
  actor: ChannelActor,
  externalId: string | null,
  on: boolean,
  text?: string,
): Promise<void> {
  const thread = await platform.store.transaction(actor.tenantId, (tx) => mustTakePart(tx, actor, externalId));
  if (thread.contact.status !== 'new' && thread.contact.status !== 'open') return;
  platform.bus.publish({
    kind: 'typing',
    tenantId: actor.tenantId,
    conversationId: thread.id,
    from: 'customer',
    name: actor.name,
    on,
    ...(on && text ? { text: text.slice(0, LONGEST_PREVIEW) } : {}),
    senderSessionId: actor.sessionId ?? actor.visitorId,
  });
}

/** The customer ends their live chat, waiting or talking. Repeating it is harmless. Refuses `not_found`; `not_allowed` elsewhere than in live chat. */
export async function endThreadContact(platform: Platform, actor: ChannelActor, externalId: string): Promise<void> {
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const thread = await mustHave(tx, actor, externalId);
    const channel = await tx.channels.channel(actor.channelId);
    if (channel?.mode !== 'live') throw new Refused('not_allowed', { message: 'Only a live chat is ended.' });
    const ended = await endForCustomer(tx, actor.tenantId, thread.contact.id, customerAuthor(actor));
    if (ended) tellThread(tx, actor, thread.id);
  });
}

/** What is known of the thread's latest contact. Refuses `not_found`. */
export async function setContactFields(
  platform: Platform,
  actor: ChannelActor,
  externalId: string | null,
  fields: readonly FieldValue[],
): Promise<void> {
  assertFields(fields);
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const thread = await mustHave(tx, actor, externalId);
    await sayOfContact(tx, actor, { conversationId: thread.id, contactId: thread.contact.id }, fields);
    tellThread(tx, actor, thread.id);
  });
}

/** So many threads hear of what is said of their customer. */
const HEARING = 20;

/** What is known of the customer; whoever has an open contact of theirs reads it in its log. */
export async function setCustomerFields(
  platform: Platform,
  actor: ChannelActor,
  fields: readonly FieldValue[],
): Promise<void> {
  assertFields(fields);
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const threads = await tx.channels.threads(actor.channelId, actor.customerId, HEARING);
    const open = threads.filter(({ contact: { status } }) => status === 'new' || status === 'open');
    await sayOfCustomer(tx, actor, open.map(({ id }) => id).sort(), fields);
  });
}
