import type { ConversationSummary, Desk, Offer } from '@alongside/protocol';

/** What differs between two desks. */
export interface DeskChanges {
  readonly newOffers: readonly Offer[];
  /** No longer ringing at me, whatever the reason. */
  readonly goneOffers: readonly Offer[];
  readonly opened: readonly ConversationSummary[];
  readonly gone: readonly ConversationSummary[];
  /** Still here, but ended since. */
  readonly ended: readonly ConversationSummary[];
  /** Became away without choosing it. */
  readonly setAway: 'missed_offer' | 'connection_lost' | null;
}

const offerKey = (offer: Offer) => `${offer.contactId}/${offer.epoch}`;

/** Desks come whole; this tells what happened in between. The first desk brings news too, but ends nothing. */
export function changesBetween(before: Desk | null, after: Desk): DeskChanges {
  const oldOffers = new Set(before?.offers.map(offerKey));
  const offers = new Set(after.offers.map(offerKey));
  const oldConversations = new Map(before?.conversations.map((summary) => [summary.contact.id, summary]));
  const conversations = new Set(after.conversations.map((summary) => summary.contact.id));
  const { state, awayReason } = after.presence;
  const forced = awayReason === 'missed_offer' || awayReason === 'connection_lost' ? awayReason : null;
  return {
    newOffers: after.offers.filter((offer) => !oldOffers.has(offerKey(offer))),
    goneOffers: (before?.offers ?? []).filter((offer) => !offers.has(offerKey(offer))),
    opened: after.conversations.filter((summary) => !oldConversations.has(summary.contact.id)),
    gone: [...oldConversations.values()].filter((summary) => !conversations.has(summary.contact.id)),
    ended: after.conversations.filter(
      (summary) =>
        summary.contact.state === 'ended' && oldConversations.get(summary.contact.id)?.contact.state === 'active',
    ),
    setAway: state === 'away' && before?.presence.state === 'available' ? forced : null,
  };
}
