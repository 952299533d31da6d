import type { ChannelAgent, StoredEntry, Thread, ThreadContact } from '@alongside/domain';
import { pushFrame, type Push } from '../rendering/frames.ts';
import { caseAssigned, caseCreated, caseQueued, caseStatusChanged, type PushScene } from '../rendering/pushes.ts';
import { renderQueue } from '../rendering/thread.ts';
import type { Session } from '../socket/session.ts';

/** Of what became of contacts, so much goes out beside one page of messages. */
const MOST = 50;

type ContactBody = Extract<StoredEntry['body'], { kind: `contact.${string}` }>;
type ContactEntry = StoredEntry & { readonly body: ContactBody };

/** What happened to the contacts among these entries, newest first: the pushes that told it then, as far as they are known now. */
export async function contactHistory(
  session: Session,
  thread: Thread,
  entries: readonly StoredEntry[],
): Promise<readonly object[]> {
  const events = entries.filter(isContactEntry).slice(0, MOST);
  if (events.length === 0) return [];
  const { ports, agents, channel } = session;
  const { actor, person } = session.known();
  const ids = [...new Set(events.map(({ body }) => body.contactId))];
  const onlyLatest = ids.length === 1 && ids[0] === thread.contact.id;
  const known = onlyLatest ? [thread.contact] : await ports.contacts(actor, thread.id, ids);
  const agent = await agents.lookup(
    actor.tenantId,
    events.flatMap(({ body }) => agentIn(body) ?? []),
  );
  return events.flatMap((entry) => {
    const contact = known.find(({ id }) => id === entry.body.contactId);
    if (!contact) return [];
    const push = pushOf(entry, (as) => ({ channel, person, thread: asThen(thread, { ...contact, ...as }) }), agent);
    return pushFrame(push, ports.random);
  });
}

/** While a contact waited or was open its thread was not archived yet. */
const asThen = (thread: Thread, contact: ThreadContact): Thread => ({
  ...thread,
  contact,
  archived: thread.archived && contact.status !== 'new' && contact.status !== 'open',
});

const isContactEntry = (entry: StoredEntry): entry is ContactEntry =>
  entry.visibility === 'all' && entry.body.kind.startsWith('contact.');

function agentIn(body: ContactBody): string | null {
  if (body.kind === 'contact.started') return body.agent.id;
  return body.kind === 'contact.handed_over' ? body.to.id : null;
}

function pushOf(
  { body, at }: ContactEntry,
  scene: (as: Partial<ThreadContact>) => PushScene,
  agent: (id: string) => ChannelAgent | null,
): Push {
  switch (body.kind) {
    case 'contact.requested':
      return caseCreated(scene({ status: 'new', owner: null }), at);
    case 'contact.started':
      return caseAssigned(scene({ status: 'open', owner: agent(body.agent.id) }), null, at);
    case 'contact.handed_over':
      return caseAssigned(scene({ status: 'open', owner: agent(body.to.id) }), agent(body.from.id), at);
    case 'contact.requeued': {
      const waiting = scene({ status: 'new', owner: null });
      return caseQueued(waiting, renderQueue(waiting.thread), at);
    }
    case 'contact.ended':
      return caseStatusChanged(scene({}), at);
  }
}
