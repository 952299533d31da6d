import type { Colleague, Contact, QueueView } from '@alongside/protocol';

export interface QueueTarget {
  readonly key: string;
  readonly queueId: string;
  readonly name: string;
  readonly waiting: number;
}

export interface ColleagueTarget {
  readonly key: string;
  readonly agentId: string;
  readonly name: string;
  readonly state: Colleague['state'];
  readonly free: number;
  /** Can be rung at now. */
  readonly ready: boolean;
}

export interface TransferTargets {
  readonly queues: readonly QueueTarget[];
  readonly colleagues: readonly ColleagueTarget[];
}

/** Where a contact can go. Colleagues who can take it come first; all others are shown too, so that nobody wonders where they are. */
export function transferTargets(
  contact: Contact,
  queues: readonly QueueView[],
  agents: readonly Colleague[],
  myId: string,
  query: string,
): TransferTargets {
  const wanted = query.trim().toLocaleLowerCase();
  const fits = (name: string) => name.toLocaleLowerCase().includes(wanted);
  return {
    queues: queues
      .filter(({ name }) => fits(name))
      .map(({ id, name, waiting }) => ({ key: `queue-${id}`, queueId: id, name, waiting }))
      // Back to its own queue is the usual way out; it stands first.
      .sort((a, b) => Number(b.queueId === contact.queueId) - Number(a.queueId === contact.queueId)),
    colleagues: agents
      .filter(({ id, name }) => id !== myId && fits(name))
      .map(({ id, name, state, capacity, openContacts }) => {
        const free = Math.max(0, capacity - openContacts);
        return { key: `agent-${id}`, agentId: id, name, state, free, ready: state === 'available' && free > 0 };
      })
      .sort((a, b) => Number(b.ready) - Number(a.ready) || a.name.localeCompare(b.name)),
  };
}
