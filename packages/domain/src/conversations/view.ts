import type { Author, Entry } from '@alongside/protocol';
import type { Actor } from '../kernel/actor.ts';
import type { StoredEntry } from './ports.ts';

/** An entry as this side may see it: what is for agents becomes `withheld` for a customer, so that seq stays gap-free [LOG5]. */
export function viewFor(side: Actor['kind'], { seq, at, from, clientId, body, visibility }: StoredEntry): Entry {
  if (side === 'agent' || visibility === 'all') return { seq, at, from, clientId, body };
  return {
    seq,
    at,
    from: { kind: 'system', id: null, name: '' },
    clientId: null,
    body: { kind: 'withheld' },
  };
}

/** The author that an actor's entries carry. */
export function authorOf(actor: Actor): Author {
  return actor.kind === 'customer'
    ? { kind: 'customer', id: actor.customerId, name: actor.name }
    : { kind: 'agent', id: actor.agentId, name: actor.name };
}

/** The author of what nobody in particular did. */
export const SYSTEM: Author = { kind: 'system', id: null, name: '' };
