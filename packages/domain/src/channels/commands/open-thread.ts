import type { Started, ThreadView } from '@alongside/protocol';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { mintToken } from '../../kernel/tokens.ts';
import { mustHave } from '../on-thread.ts';
import type { ChannelActor, Thread } from '../ports.ts';

const SESSION_SECONDS = 24 * 3600;

/** A session for one thread's log, as startOnlineHelp yields one. Refuses `not_found`. */
export async function openThread(platform: Platform, actor: ChannelActor, externalId: string): Promise<Started> {
  const { token, digest } = mintToken('customer-session', actor.tenantId, platform.random);
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const thread = await mustHave(tx, actor, externalId);
    const conversationId = thread.id;
    const contactId = thread.contact.id;
    const { expiresAt } = await tx.directory.createCustomerSession({
      id: platform.random.uuid(),
      digest,
      customerId: actor.customerId,
      conversationId,
      contactId,
      deviceHash: actor.visitorId,
      seconds: SESSION_SECONDS,
    });
    const customer = { id: actor.customerId, name: actor.name };
    return { token, expiresAt, conversationId, contactId, customer };
  });
}

/** A page of this customer's threads, newest activity first. Refuses `invalid_request` for a cursor that is none. */
export async function listThreads(
  platform: Platform,
  actor: ChannelActor,
  { limit = 30, cursor }: { limit?: number; cursor?: string },
): Promise<{ threads: ThreadView[]; nextCursor: string | null }> {
  const behind = cursor === undefined ? undefined : readCursor(cursor);
  // One more than asked for tells whether there is a next page.
  const found = await platform.store.transaction(actor.tenantId, (tx) =>
    tx.channels.threads(actor.channelId, actor.customerId, limit + 1, behind),
  );
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = found.length > limit && last ? `${Date.parse(last.updatedAt)}.${last.id}` : null;
  return { threads: shown.map(threadView), nextCursor };
}

/** One thread as its customer sees it. Refuses `not_found`. */
export async function getThread(platform: Platform, actor: ChannelActor, externalId: string): Promise<ThreadView> {
  return platform.store.transaction(actor.tenantId, async (tx) => threadView(await mustHave(tx, actor, externalId)));
}

function threadView(thread: Thread): ThreadView {
  const { id, externalId, name, archived, canAddMessages, createdAt, updatedAt, lastSeq, unseenByCustomer, contact } =
    thread;
  const { owner, number, status, fields } = contact;
  return {
    threadId: externalId,
    conversationId: id,
    name,
    archived,
    canAddMessages,
    createdAt,
    updatedAt,
    lastSeq,
    unseen: unseenByCustomer,
    contact: {
      id: contact.id,
      number,
      status,
      agent: owner && { id: owner.id, name: owner.name },
      fields: [...fields],
    },
  };
}

function readCursor(cursor: string): { updatedAt: string; id: string } {
  const [, milliseconds = '', id = ''] =
    /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  const at = new Date(Number(milliseconds || Number.NaN));
  if (Number.isNaN(at.getTime()))
    throw new Refused('invalid_request', { field: '/query/cursor', rule: 'nextCursor of the page before' });
  return { updatedAt: at.toISOString(), id };
}
