import type { Call, CallKind, CallView } from '@alongside/protocol';
import { CALL_LINES } from '../agent/call-lines.ts';
import type { Line } from '../connection/line.ts';

/** Whom a call is handed to, or who is asked to take part: `party` is one who takes part already. */
export type CallTarget =
  | { readonly queueId: string }
  | { readonly agentId: string }
  | { readonly number: string }
  | { readonly partyId: string };

export interface Dialling {
  /** As typed; the server brings it to E.164. */
  readonly number: string;
  /** The company's own id of the call; used once. */
  readonly tempId?: string;
  readonly conversationId?: string;
}

export interface CallFilter {
  /** ISO 8601: requested at or after, and before. */
  readonly from?: string;
  readonly to?: string;
  readonly number?: string;
  readonly agentId?: string;
  readonly tempId?: string;
  readonly conversationId?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

export interface CallPage {
  readonly calls: readonly Call[];
  readonly nextCursor: string | null;
}

/** What can be asked of a call; each answers with the whole picture after it. All reject with AlongsideError. */
export interface CallVerbs {
  /** Rings at the other side of a conversation in which an agent helps. */
  start(conversationId: string, kind: Extract<CallKind, 'voice' | 'video'>): Promise<CallView>;
  dial(dialling: Dialling): Promise<CallView>;
  accept(callId: string): Promise<CallView>;
  decline(callId: string): Promise<CallView>;
  /** For everybody. */
  end(callId: string): Promise<CallView>;
  /** The others go on. */
  leave(callId: string): Promise<CallView>;
  setKind(callId: string, kind: Extract<CallKind, 'voice' | 'video'>): Promise<CallView>;
  hold(callId: string, held: boolean): Promise<CallView>;
  /** In the order in which they are asked for. */
  sendDigits(callId: string, digits: string): Promise<void>;
  /** `consult`: the customer is on hold meanwhile. */
  addParty(callId: string, who: CallTarget, consult?: boolean): Promise<CallView>;
  removeParty(callId: string, partyId: string): Promise<CallView>;
  transfer(callId: string, to: CallTarget, note?: string): Promise<CallView>;
  record(callId: string, action: 'start' | 'pause' | 'resume' | 'stop'): Promise<CallView>;
  /** The customer's word; may be taken back at any time. */
  answerRecording(callId: string, granted: boolean): Promise<CallView>;
  /** Supervisors: listens to all, speaks to the agent alone, speaks to all, leaves. */
  attend(callId: string, as: 'monitor' | 'whisper' | 'barge' | 'none'): Promise<CallView>;
  history(filter?: CallFilter): Promise<CallPage>;
  read(callId: string): Promise<Call>;
  /** The bytes of a recording that `read` names. */
  recording(callId: string, recordingId: string): Promise<Uint8Array<ArrayBuffer>>;
}

export function createVerbs(line: Line, take: (view: CallView) => CallView): CallVerbs {
  const place = (operation: keyof typeof CALL_LINES, params: Readonly<Record<string, string>>) => {
    const [method, template] = CALL_LINES[operation].split(' ') as [string, string];
    return [
      method,
      template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '')),
    ] as const;
  };
  const ask = async (operation: keyof typeof CALL_LINES, params: Readonly<Record<string, string>>, body?: unknown) =>
    take(await line.json<CallView>(...place(operation, params), { body }));
  /** The digits before: requests may overtake each other on their way, and a number is dialled in its order. */
  let dialled: Promise<void> = Promise.resolve();
  return {
    start: (conversationId, kind) => ask('startCall', { conversationId }, { kind }),
    dial: (dialling) => ask('dial', {}, dialling),
    accept: (callId) => ask('acceptCall', { callId }),
    decline: (callId) => ask('declineCall', { callId }),
    end: (callId) => ask('endCall', { callId }),
    leave: (callId) => ask('leaveCall', { callId }),
    setKind: (callId, kind) => ask('changeCallKind', { callId }, { kind }),
    hold: (callId, held) => ask('holdCall', { callId }, { held }),
    sendDigits(callId, digits) {
      const sent = dialled.then(() => line.json<void>(...place('sendDigits', { callId }), { body: { digits } }));
      dialled = sent.catch(() => {});
      return sent;
    },
    addParty: (callId, who, consult = false) => ask('addCallParty', { callId }, { who, consult }),
    removeParty: (callId, partyId) => ask('removeCallParty', { callId, partyId }),
    transfer: (callId, to, note) => ask('transferCall', { callId }, { to, ...(note && { note }) }),
    record: (callId, action) => ask('recordCall', { callId }, { action }),
    answerRecording: (callId, granted) => ask('answerRecording', { callId }, { granted }),
    attend: (callId, as) => ask('attendCall', { callId }, { as }),
    history: (filter = {}) => line.json(...place('listCalls', {}), { query: filter }),
    read: (callId) => line.json(...place('getCall', { callId })),
    async recording(callId, recordingId) {
      const response = await line.raw(...place('getCallRecording', { callId, recordingId }), { long: true });
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}
