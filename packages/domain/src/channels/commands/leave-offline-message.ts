import { LIMITS } from '@alongside/protocol';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { sayOfContact } from '../fields.ts';
import { customerAuthor } from '../on-thread.ts';
import { Overtaken, openContact, untilDecided } from '../open-contact.ts';
import type { ChannelActor } from '../ports.ts';

const NAME = 'Offline message';
const LONGEST = 1024;

/**
 * Words left while nobody was there, and how to answer them: a thread whose contact waits, marked offline. Where the customer has one thread, or a
 * live chat that is open, they stand there. `from.externalId` is the address that the customer gave. Refuses `invalid_request`.
 */
export async function leaveOfflineMessage(
  platform: Platform,
  actor: ChannelActor,
  from: { readonly externalId: string; readonly firstName: string; readonly lastName: string },
  text: string,
): Promise<void> {
  if (!/\S/.test(text) || text.length > LIMITS.textCharacters)
    throw new Refused('invalid_request', { field: '/text', rule: `1 to ${LIMITS.textCharacters} characters` });
  const updatedAt = platform.clock.now().toISOString();
  const fields = Object.entries({ email: from.externalId, firstName: from.firstName, lastName: from.lastName })
    .filter(([, value]) => value.trim() !== '')
    .map(([ident, value]) => ({ ident, value: value.slice(0, LONGEST), updatedAt }));
  await untilDecided(() =>
    platform.store.transaction(actor.tenantId, async (tx) => {
      const channel = await tx.channels.channel(actor.channelId);
      if (!channel) throw new Refused('not_found');
      const newest = await tx.channels.thread(actor.channelId, actor.customerId, null);
      const isOpen = newest?.contact.status === 'new' || newest?.contact.status === 'open';
      const goesOn = newest && !newest.archived && (channel.mode === 'single' || (channel.mode === 'live' && isOpen));
      const thread = goesOn ? newest : null;
      const contact =
        thread && isOpen
          ? { conversationId: thread.id, contactId: thread.contact.id }
          : await openContact(platform, tx, actor, {
              thread,
              externalId: platform.random.uuid(),
              name: NAME,
              offline: true,
            });
      await sayOfContact(tx, actor, contact, fields);
      await tx.log.append(contact.conversationId, customerAuthor(actor), { kind: 'text', text }, 'all');
      // Its last contact ended a moment ago: nobody would look here. The row is locked now, so this is how it stays.
      if (!(await tx.log.conversation(contact.conversationId))?.open) throw new Overtaken();
    }),
  );
}
