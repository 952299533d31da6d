import type { FieldValue } from '@alongside/protocol';
import { SYSTEM } from '../../conversations/view.ts';
import { assertRoomIn } from '../../files/keep-file.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { assertSendable, bodyOf, type CustomerMessage } from '../customer-message.ts';
import { assertFields, sayOfContact, sayOfCustomer } from '../fields.ts';
import { customerAuthor } from '../on-thread.ts';
import { Overtaken, openContact, untilDecided } from '../open-contact.ts';
import type { ChannelActor, Thread } from '../ports.ts';
import { isOwn, threadFor } from '../taking-part.ts';

const LONGEST_NAME = 200;
const THREAD_ID = /^[\x21-\x7e]{1,200}$/;

export interface SentOnThread {
  readonly threadExternalId: string;
  readonly threadName?: string;
  readonly message: CustomerMessage;
  readonly customerFields?: readonly FieldValue[];
  readonly contactFields?: readonly FieldValue[];
}

/** `fresh`: this message opened a contact. */
export interface Sent {
  readonly conversationId: string;
  readonly seq: number;
  readonly fresh: boolean;
}

/**
 * A customer's message. In a thread with an open contact it takes the journal's road [THR1]; else the thread or its next contact is made in the
 * same transaction [THR2]. Repeating it is harmless, on whatever socket [THR3]. Refuses `conversation_ended` where nothing can follow, and
 * what openContact refuses.
 *
 * `known`: this customer's thread as it was a while ago; while its contact is open that saves the reading of it.
 */
export async function sendOnThread(
  platform: Platform,
  actor: ChannelActor,
  sent: SentOnThread,
  known: Thread | null = null,
): Promise<Sent> {
  assertSendable(sent.message);
  assertThreadId(sent.threadExternalId);
  assertFields(sent.customerFields ?? []);
  assertFields(sent.contactFields ?? []);
  const soon = known && isOwn(known, actor) && isPlain(sent) ? await append(platform, actor, known, sent, true) : null;
  if (soon) return soon;
  return untilDecided(async () => {
    const thread = await platform.store.transaction(actor.tenantId, (tx) =>
      threadFor(tx, actor, sent.threadExternalId),
    );
    const stored = thread && (await append(platform, actor, thread, sent));
    return stored ?? begin(platform, actor, thread, sent);
  });
}

const isPlain = ({ message, customerFields = [], contactFields = [] }: SentOnThread): boolean =>
  message.fileIds.length + customerFields.length + contactFields.length === 0;

/** null: its contact has ended, and another may follow; or, of an old view of the thread, that nothing is known. */
async function append(
  platform: Platform,
  actor: ChannelActor,
  thread: Thread,
  { message, customerFields = [], contactFields = [] }: SentOnThread,
  isOld = false,
): Promise<Sent | null> {
  const { tenantId } = actor;
  const hasMore = message.fileIds.length + customerFields.length + contactFields.length > 0;
  const files = hasMore
    ? await platform.store.transaction(tenantId, async (tx) => {
        if (thread.contact.status === 'new' || thread.contact.status === 'open') {
          const own = isOwn(thread, actor);
          const contact = { conversationId: thread.id, contactId: thread.contact.id };
          // A guest answers for themselves alone.
          if (own) await sayOfContact(tx, actor, contact, contactFields);
          await sayOfCustomer(tx, actor, own ? [thread.id] : [], customerFields);
        }
        return takeFiles(tx, actor, thread.id, message);
      })
    : [];
  // The journal asks for repeats before it asks whether the conversation is open: what was accepted gets its answer for ever.
  const appended = await platform.store.journal.append({
    tenantId,
    conversationId: thread.id,
    author: message.outbound ? SYSTEM : customerAuthor(actor),
    clientId: message.messageId,
    body: bodyOf(message, files),
    visibility: 'all',
  });
  if (appended.ok) return { conversationId: thread.id, seq: appended.seq, fresh: false };
  if (isOld) return null;
  // The next contact of a thread is begun by whose thread it is.
  const mayBegin = thread.canAddMessages && isOwn(thread, actor);
  if (appended.code !== 'conversation_ended' || !mayBegin) throw new Refused(appended.code);
  return null;
}

async function begin(
  platform: Platform,
  actor: ChannelActor,
  thread: Thread | null,
  sent: SentOnThread,
): Promise<Sent> {
  const { message, threadExternalId: externalId, threadName: name = '' } = sent;
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const contact = await openContact(platform, tx, actor, { thread, externalId, name: name.slice(0, LONGEST_NAME) });
    await sayOfContact(tx, actor, contact, sent.contactFields ?? []);
    await sayOfCustomer(tx, actor, [contact.conversationId], sent.customerFields ?? []);
    const body = bodyOf(message, await takeFiles(tx, actor, contact.conversationId, message));
    const author = message.outbound ? SYSTEM : customerAuthor(actor);
    const { conversationId } = contact;
    // Stored a moment ago by another socket of the same customer: then there is nothing to begin.
    const entry = await tx.log
      .append(conversationId, author, body, 'all', message.messageId)
      .catch((error: unknown) => {
        throw error instanceof Refused && error.code === 'idempotency_conflict' ? new Overtaken() : error;
      });
    return { conversationId, seq: entry.seq, fresh: true };
  });
}

async function takeFiles(tx: Transaction, actor: ChannelActor, conversationId: string, { fileIds }: CustomerMessage) {
  if (fileIds.length === 0) return [];
  const files = await tx.files.takeIntoThread(fileIds, actor.channelId, conversationId);
  if (files.length < fileIds.length)
    throw new Refused('not_found', { message: 'No such file on this channel.', field: '/message/fileIds' });
  await assertRoomIn(tx, conversationId);
  return files;
}

/** Refuses `invalid_request`. */
export function assertThreadId(externalId: string): void {
  if (!THREAD_ID.test(externalId))
    throw new Refused('invalid_request', {
      field: '/thread',
      rule: '1 to 200 letters, digits and signs without a space',
    });
}
