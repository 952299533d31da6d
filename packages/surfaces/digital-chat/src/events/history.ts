import { Refused, type Thread } from '@alongside/domain';
import { dateOf } from '../parsing/dates.ts';
import type { Json } from '../parsing/json.ts';
import { namedThreadIn } from '../parsing/thread-reference.ts';
import { contactHistory } from '../reading/contact-history.ts';
import { type MessagePage, readMessagePage } from '../reading/message-page.ts';
import { readScrollToken, scrollTokenFor } from '../reading/scroll-token.ts';
import { showMessages } from '../reading/show-messages.ts';
import { userOrNull } from '../rendering/people.ts';
import { renderThread } from '../rendering/thread.ts';
import type { Session } from '../socket/session.ts';
import type { Handler } from './handler.ts';
import { PAGE_OF_MESSAGES } from './recover.ts';

/** Log entries among which the place of a date is looked for. */
const MOST_SEARCHED = 2_000;
const SEARCHED_AT_ONCE = 200;

export const fetchThreadList: Handler = async (session) => {
  const threads = await session.ports.threads(session.known().actor);
  return { type: 'ThreadListFetched', data: { threads: threads.map(renderThread) } };
};

export const loadThreadMetadata: Handler = async (session, { data }) => {
  const { actor } = session.known();
  const thread = await named(session, data);
  const page = await readMessagePage(session.ports, actor, thread.id, { before: null, messages: 1 });
  const [lastMessage] = await shown(session, thread, page);
  // Clients cannot read this answer without a message.
  if (!lastMessage) throw new Refused('not_found', { message: 'The thread holds no message yet.' });
  return {
    type: 'ThreadMetadataLoaded',
    data: { ownerAssignee: userOrNull(thread.contact.owner), lastMessage, thread: renderThread(thread) },
  };
};

export const loadMoreMessages: Handler = async (session, { data }) => {
  const { actor } = session.known();
  const thread = await named(session, data);
  const before = await beforeOf(session, thread, data);
  const page = await readMessagePage(session.ports, actor, thread.id, { before, messages: PAGE_OF_MESSAGES });
  session.showed(thread.id, page.before);
  return {
    type: 'MoreMessagesLoaded',
    data: {
      messages: await shown(session, thread, page),
      scrollToken: scrollTokenFor(thread.id, page.before),
      contactHistory: await contactHistory(session, thread, page.entries),
    },
  };
};

async function named(session: Session, data: Json): Promise<Thread> {
  const thread = await session.ports.thread(session.known().actor, namedThreadIn(data));
  if (thread === null) throw new Refused('not_found', { message: 'There is no such thread.' });
  return thread;
}

async function shown(session: Session, thread: Thread, { entries }: MessagePage) {
  const { actor, person } = session.known();
  const around = { tenantId: actor.tenantId, thread, person, entries };
  return (await showMessages(session.ports, session.agents, entries, around))(session.decoder);
}

/** Web keeps one token and one date for all threads of a page: with the token of another thread the date is another's too. */
async function beforeOf(session: Session, thread: Thread, data: Json): Promise<number> {
  const token = readScrollToken(data.scrollToken);
  if (token === null) return beforeDate(session, thread, data);
  return token.conversationId === thread.id ? token.before : (session.shownDownTo(thread.id) ?? noToken());
}

function noToken(): never {
  throw new Refused('invalid_request', { field: '/scrollToken', message: 'The scroll token is none of this thread.' });
}

async function beforeDate(session: Session, thread: Thread, data: Json): Promise<number> {
  const oldest = dateOf(data.oldestMessageDatetime) ?? noToken();
  const { actor } = session.known();
  let below: number | null = null;
  for (let searched = 0; searched < MOST_SEARCHED; searched += SEARCHED_AT_ONCE) {
    const page = await session.ports.history(actor, thread.id, below, SEARCHED_AT_ONCE);
    // The client's date may have lost its fraction on the way.
    const older = page.find(({ at }) => new Date(at).getTime() < oldest.getTime());
    if (older) return older.seq + 1;
    if (page.length < SEARCHED_AT_ONCE) break;
    below = page.at(-1)!.seq;
  }
  return 1;
}
