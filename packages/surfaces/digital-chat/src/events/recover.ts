import { Refused, type Thread } from '@alongside/domain';
import { threadIn } from '../parsing/thread-reference.ts';
import { contactHistory } from '../reading/contact-history.ts';
import { readMessagePage } from '../reading/message-page.ts';
import { scrollTokenFor } from '../reading/scroll-token.ts';
import { showMessages } from '../reading/show-messages.ts';
import { userOrNull } from '../rendering/people.ts';
import { renderContact, renderField, renderThread } from '../rendering/thread.ts';
import type { Session } from '../socket/session.ts';
import type { Handler } from './handler.ts';

/** Messages of the first page, and of each further one. */
export const PAGE_OF_MESSAGES = 25;

const recover =
  (type: 'ThreadRecovered' | 'LivechatRecovered'): Handler =>
  async (session, { data }) => {
    const { actor } = session.known();
    const thread = await session.ports.thread(actor, threadIn(data));
    if (thread === null) throw new Refused('not_found', { message: 'There is no such thread.' });
    session.follow(thread);
    return { type, data: await recovered(session, thread) };
  };

export const recoverThread = recover('ThreadRecovered');
export const recoverLivechat = recover('LivechatRecovered');

async function recovered(session: Session, thread: Thread): Promise<object> {
  const { actor, person } = session.known();
  const { ports, agents, decoder } = session;
  const page = await readMessagePage(ports, actor, thread.id, { before: null, messages: PAGE_OF_MESSAGES });
  session.showed(thread.id, page.before);
  const { tenantId } = actor;
  const { entries } = page;
  const show = await showMessages(ports, agents, entries, { tenantId, thread, person, entries });
  const contact = renderContact(thread, person);
  const owner = userOrNull(thread.contact.owner);
  return {
    contact,
    consumerContact: contact,
    customer: { customFields: person.fields.map(renderField) },
    ownerAssignee: owner,
    inboxAssignee: owner,
    messages: show(decoder),
    messagesScrollToken: scrollTokenFor(thread.id, page.before),
    thread: renderThread(thread),
    contactHistory: await contactHistory(session, thread, entries),
  };
}
