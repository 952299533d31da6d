import type { CallView, Desk } from '@alongside/protocol';

/** Something that rings at this agent: a call, or a contact of a queue that is a call. */
export interface Ringing {
  /** The same as long as it is the same ringing. */
  readonly key: string;
  readonly via: 'call' | 'offer';
  /** To answer it: the call's id, or the contact's with its epoch. */
  readonly id: string;
  readonly epoch: number | null;
  readonly name: string;
  /** E.164; null: none is known. */
  readonly number: string | null;
  readonly queue: string | null;
  /** Who hands it over; null: nobody does. */
  readonly from: string | null;
  readonly video: boolean;
  /** ISO 8601; null: it names none. */
  readonly deadline: string | null;
}

/** What rings now, the youngest first. A contact that is a call stands once, by its offer: that is what is accepted. */
export function ringingNow(desk: Desk | null, calls: readonly CallView[]): readonly Ringing[] {
  const offers = (desk?.offers ?? []).filter(({ helpType }) => helpType !== 'CHAT');
  const offered = offers.map((offer): Ringing => {
    const call = calls.find(({ contactId }) => contactId === offer.contactId);
    return {
      key: `offer ${offer.contactId} ${offer.epoch}`,
      via: 'offer',
      id: offer.contactId,
      epoch: offer.epoch,
      name: offer.customer.name,
      number: call?.customer.number ?? null,
      queue: offer.queueName,
      from: offer.transferredFrom,
      video: offer.helpType === 'VIDEO_CALL',
      deadline: offer.deadline,
    };
  });
  const known = new Set(offers.map(({ contactId }) => contactId));
  const direct = calls
    .filter(({ state, me, contactId }) => state !== 'ended' && me.permissions.answer && !known.has(contactId ?? ''))
    .map(
      (call): Ringing => ({
        key: `call ${call.id}`,
        via: 'call',
        id: call.id,
        epoch: null,
        name: call.customer.name,
        number: call.customer.number,
        queue: null,
        from: call.parties.find(({ role, state }) => role === 'agent' && state !== 'ringing')?.name ?? null,
        video: call.kind === 'video',
        deadline: null,
      }),
    );
  return [...offered, ...direct];
}
