import type { ConversationSummary, Desk, Offer } from '@alongside/protocol';
import type { Commands, Expected } from './commands.ts';
import type { Core } from './core.ts';
import { departureOf } from './departures.ts';
import { changesBetween } from './desk-changes.ts';
import type { Departed } from './model.ts';
import type { Views } from './views.ts';

/** Tells what happened between one desk and the next: offers that came and went, chats that were lost, a state that was set for me. */
export function watchDesk(core: Core, views: Views, commands: Commands, expected: Expected): void {
  const { client, state, notices, speak, surroundings } = core;
  let before: Desk | null = null;

  const myId = () => {
    const { session } = state.get();
    return session.phase === 'signed-in' ? session.me.id : null;
  };

  const offerWent = (offer: Offer, desk: Desk) => {
    const { contactId, customer } = offer;
    const name = customer.name;
    const busy = state.get().busy.has(`offer:${contactId}`);
    // Accepted here or in another window, or declined: nothing to tell. A new epoch rings on.
    if (busy || expected.has(contactId) || desk.conversations.some(({ contact }) => contact.id === contactId)) return;
    if (desk.offers.some((other) => other.contactId === contactId)) return;
    if (desk.presence.awayReason === 'missed_offer') {
      return notices.show('warning', (t) => t('offer.missed', { name }), {
        lasts: null,
        action: { label: (t) => t('offer.missed.action'), run: () => void commands.setPresence('available') },
      });
    }
    client.call('getContact', { params: { contactId } }).then(
      (contact) => {
        if (contact.state === 'ended') notices.show('info', (t) => t('offer.cancelled', { name }));
        else if (contact.owner && contact.owner.id !== myId()) {
          const agent = contact.owner.name;
          notices.show('info', (t) => t('offer.taken.by', { agent, name }));
        }
      },
      () => {},
    );
  };

  const wentAway = ({ contact, id }: ConversationSummary) => {
    if (expected.has(contact.id) || contact.state === 'ended') return expected.remove(contact.id);
    const departure = departureOf(views.of(id).timeline.get(), contact.id, myId());
    if (departure?.kind === 'closed') return;
    if (departure?.kind === 'transferred') {
      return notices.show('info', (t) => t('notice.transferred', { name: contact.customer.name }));
    }
    state.update((value) => ({
      ...value,
      departed: [...value.departed, { contact, conversationId: id, departure }],
    }));
    const { name } = contact.customer;
    speak.urgently((t) => t('notice.lost', { name }));
  };

  const take = (desk: Desk | null) => {
    if (!desk) {
      before = null;
      return;
    }
    const changes = changesBetween(before, desk);
    before = desk;
    const clockOffset = Date.parse(desk.serverTime) - surroundings.now();
    state.update((value) => {
      // Steps below a second are the network's, not the clock's.
      const steady = Math.abs(clockOffset - value.clockOffset) < 1000 && value.clockOffset !== 0;
      const departed = value.departed.filter(
        ({ conversationId }) => !desk.conversations.some(({ id }) => id === conversationId),
      );
      return {
        ...value,
        clockOffset: steady ? value.clockOffset : clockOffset,
        departed: departed.length === value.departed.length ? value.departed : departed,
      };
    });
    for (const offer of changes.newOffers) {
      const { customer, queueName } = offer;
      speak.urgently((t) => t('offer.spoken', { name: customer.name, queue: queueName }));
    }
    for (const offer of changes.goneOffers) offerWent(offer, desk);
    for (const summary of changes.gone) wentAway(summary);
    for (const { contact } of changes.ended) {
      const { name } = contact.customer;
      if (contact.endReason !== 'ended_by_agent') speak.politely((t) => t('chat.spoken.ended', { name }));
    }
    if (changes.setAway === 'connection_lost') {
      notices.show('warning', (t) => t('notice.away.connection'), {
        lasts: null,
        action: { label: (t) => t('offer.missed.action'), run: () => void commands.setPresence('available') },
      });
    }
  };

  // The log may tell a moment after the desk how a chat was lost, and later who has it now.
  const learn = () => {
    const { departed } = state.get();
    if (departed.length === 0) return;
    const live = views.live.get();
    const next: Departed[] = [];
    for (const item of departed) {
      const departure = departureOf(live.get(item.conversationId)?.timeline ?? [], item.contact.id, myId());
      const known = departure?.kind ?? null;
      if (item.departure === null && (known === 'transferred' || known === 'closed')) continue;
      const same = known === (item.departure?.kind ?? null) || departure === null;
      next.push(same ? item : { ...item, departure });
    }
    if (next.length === departed.length && next.every((item, index) => item === departed[index])) return;
    state.update((value) => ({ ...value, departed: next }));
  };

  client.desk.subscribe(take);
  views.live.subscribe(learn);
}
