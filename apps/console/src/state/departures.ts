import type { TimelineItem } from '@alongside/sdk/agent';

/**
 * How a contact left its owner, as the log tells it.
 * lost: my connection was gone too long · signed_out: I signed out elsewhere · transferred: handed on in another window ·
 * taken: somebody else has it now · closed: it ended and was wrapped up elsewhere
 */
export type Departure =
  | { readonly kind: 'lost' | 'signed_out' | 'transferred' | 'closed' }
  | { readonly kind: 'taken'; readonly by: string };

/** Reads the newest event of the contact; null while the log does not tell yet. */
export function departureOf(
  timeline: readonly TimelineItem[],
  contactId: string,
  myId: string | null,
): Departure | null {
  for (let index = timeline.length - 1; index >= 0; index -= 1) {
    const item = timeline[index];
    if (item?.type !== 'event' || !('contactId' in item.body) || item.body.contactId !== contactId) continue;
    const { body } = item;
    if (body.kind === 'contact.ended' || body.kind === 'wrap_up') return { kind: 'closed' };
    if (body.kind === 'contact.started') {
      return body.agent.id === myId ? null : { kind: 'taken', by: body.agent.name };
    }
    if (body.kind === 'contact.handed_over') {
      return body.to.id === myId ? null : { kind: 'taken', by: body.to.name };
    }
    if (body.kind === 'contact.requeued') {
      if (body.reason === 'agent_lost') return { kind: 'lost' };
      return { kind: body.reason === 'transferred' ? 'transferred' : 'signed_out' };
    }
  }
  return null;
}
