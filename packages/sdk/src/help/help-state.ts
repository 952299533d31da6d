import type { EndReason, Entry, EntryBody, OnlineHelpStatus, QueueStanding } from '@alongside/protocol';

type RequeueReason = Extract<EntryBody, { kind: 'contact.requeued' }>['reason'];

/** Where the help stands, in detail. */
export interface HelpState {
  readonly phase: 'idle' | 'waiting' | 'active' | 'ended';
  readonly conversationId: string | null;
  readonly contactId: string | null;
  /** Only while waiting, once the server has told. */
  readonly standing: QueueStanding | null;
  readonly agent: { readonly id: string; readonly name: string } | null;
  /** An agent has been there: waiting now means waiting again. */
  readonly everStarted: boolean;
  readonly requeueReason: RequeueReason | null;
  readonly endReason: EndReason | null;
  /** What the company has to say about the end: for the customer's eyes. */
  readonly endMessage: string | null;
  /** The company asks how it went, and nobody has answered yet. */
  readonly surveyAsked: boolean;
  /** The customer has said how it went. Outlives a reload. */
  readonly surveyAnswered: boolean;
  /** The customer waits no longer, and will be called back. */
  readonly callBackAsked: boolean;
  readonly isBackground: boolean;
  readonly waitDisplayText: string | null;
  readonly agentTyping: boolean;
  readonly marks: OnlineHelpStatus['marks'];
}

/** The published words for the host app. */
export type OnlineHelpChatState = 'NO_CHAT' | 'STARTED' | 'CHAT_INPROGRESS' | 'CHAT_ENDED';

export const idle: HelpState = {
  phase: 'idle',
  conversationId: null,
  contactId: null,
  standing: null,
  agent: null,
  everStarted: false,
  requeueReason: null,
  endReason: null,
  endMessage: null,
  surveyAsked: false,
  surveyAnswered: false,
  callBackAsked: false,
  isBackground: false,
  waitDisplayText: null,
  agentTyping: false,
  marks: { agentDeliveredUpTo: 0, agentReadUpTo: 0, customerReadUpTo: 0 },
};

/** What one entry of the log makes of the state. */
export function afterEntry(state: HelpState, { body }: Entry): HelpState {
  switch (body.kind) {
    case 'contact.requested':
      return { ...state, phase: 'waiting', contactId: body.contactId, endReason: null };
    case 'contact.started':
      return { ...state, phase: 'active', agent: body.agent, everStarted: true, requeueReason: null, standing: null };
    case 'contact.handed_over':
      return { ...state, agent: body.to };
    case 'contact.requeued':
      return { ...state, phase: 'waiting', agent: null, everStarted: true, requeueReason: body.reason };
    case 'contact.ended':
      return {
        ...state,
        phase: 'ended',
        endReason: body.reason,
        endMessage: body.message ?? null,
        // The log may be read again after the answer was given.
        surveyAsked: body.survey === true && !state.surveyAnswered,
        standing: null,
      };
    case 'call_back.requested':
      return { ...state, callBackAsked: true };
    default:
      return state;
  }
}

/** What the server's own summary makes of it: for a client that was away. */
export function afterStatus(state: HelpState, { state: contact, endReason, standing }: OnlineHelpStatus): HelpState {
  const phase = contact === 'offered' ? 'waiting' : contact;
  return {
    ...state,
    phase,
    endReason,
    standing: phase === 'waiting' ? (standing ?? state.standing) : null,
    everStarted: state.everStarted || phase === 'active',
  };
}

/**
 * STARTED stands for our own wait screen, so never with isBackground. A cancel leads back to NO_CHAT, every other end to CHAT_ENDED, as does giving
 * up after an agent was there.
 */
export function chatStateOf({ phase, everStarted, isBackground, endReason }: HelpState): OnlineHelpChatState {
  if (phase === 'ended') return endReason === 'cancelled_by_customer' && !everStarted ? 'NO_CHAT' : 'CHAT_ENDED';
  if (phase === 'active' || (phase === 'waiting' && everStarted)) return 'CHAT_INPROGRESS';
  return phase === 'idle' || isBackground ? 'NO_CHAT' : 'STARTED';
}
