import type { CallParty, CallView } from '@alongside/protocol';

export const NOTHING: CallView['me']['permissions'] = {
  answer: false,
  end: false,
  leave: false,
  camera: false,
  screen: false,
  hold: false,
  addParty: false,
  transfer: false,
  record: false,
  consent: false,
  digits: false,
  retry: false,
};

/** Somebody at a browser, about to be there. */
export const callParty = (over: Pick<CallParty, 'role' | 'name'> & Partial<CallParty>): CallParty => ({
  id: 'party-1',
  device: 'browser',
  state: 'joining',
  muted: false,
  camera: false,
  screen: false,
  held: false,
  ...over,
});

/** A call that came in, has no end, and in which nobody is. */
export const callView = (over: Pick<CallView, 'kind' | 'state'> & Partial<CallView>): CallView => ({
  id: 'call-1',
  callCode: '1-A-1',
  conversationId: null,
  contactId: null,
  direction: 'inbound',
  customer: { name: 'Ada', number: null },
  requestedAt: '2026-11-21T10:00:00.000Z',
  answeredAt: null,
  endedAt: null,
  endedBy: null,
  endReason: null,
  missedReason: null,
  sipStatus: null,
  recording: 'off',
  parties: [],
  me: { partyId: null, permissions: NOTHING },
  version: 1,
  ...over,
});
