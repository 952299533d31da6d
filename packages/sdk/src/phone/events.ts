/** Why a call out did not come about, as the published softphone names it. */
export type CallOutError =
  | 'IPCC_NOT_CONNECT_CUSTOMER'
  | 'IPCC_NOT_CONNECT_AGENT_ID'
  | 'CALLOUT_AGENT_BUSY'
  | 'CALLOUT_PERMISSION_DENY'
  | 'ERROR_CALLOUT_CONNECT';

export type TransferError =
  | 'NOT_CHOOSE_TYPE_TRANSFER'
  | 'TRANSFER_CALL_FAILED'
  | 'NOT_IN_A_CALL'
  | 'COULD_NOT_GET_CALL_INFO';

/** A colleague whom a call can be handed to. */
export interface TransferAgent {
  readonly ipphone: string | null;
  readonly name: string;
  readonly status: 'available' | 'away' | 'offline';
}

/** 1 this browser, 2 a desk phone, 3 a mobile with its number. */
export type DeviceKind = 1 | 2 | 3;

/** What the softphone tells, by its published names, with what goes along. */
export interface SoftphoneEvents {
  csInitComplete: [];
  /** The status of the refused login, or 0: not reached. */
  csInitError: [code: number];
  csCallRinging: [phone: string];
  csAcceptCall: [];
  csCustomerAccept: [];
  csEndCall: [];
  csMuteCall: [];
  csUnMuteCall: [];
  csHoldCall: [];
  csUnHoldCall: [];
  showCalloutInfo: [phone: string];
  /** `sip`: the status that the telephone network gave; null: none. */
  showCalloutError: [code: CallOutError, sip: number | null];
  /** true: voice is in another tab, `csEnableCall` brings it here; false: it is here. */
  csShowEnableVoice: [show: boolean];
  csShowCallStatus: [status: 'Online' | 'Offline'];
  csShowDeviceType: [kind: DeviceKind];
  csCurrentCallId: [callId: string];
  csListTransferAgent: [agents: readonly TransferAgent[]];
  csTransferCallError: [code: TransferError];
  csTransferCallSuccess: [];
  csNewCallTransferRequest: [from: string];
  csTransferCallResponse: [answer: 'OK' | 'NOK'];
  csNotifyReconnecting: [attempt: number, total: number];
  csOndisconnected: [];
}

export type SoftphoneEvent = keyof SoftphoneEvents;

/** SIP statuses of customers who were not reached: whatever else comes is told without one. */
const NOT_REACHED = [403, 404, 408, 480, 486, 487];

/** What a call out that ended without an answer is told as. */
export function callOutError(end: { readonly reason: string | null; readonly sipStatus: number | null }): {
  code: CallOutError;
  sip: number | null;
} {
  const { reason, sipStatus } = end;
  const byReason: Readonly<Record<string, number>> = { busy: 486, no_answer: 408, unreachable: 480, declined: 486 };
  if (reason === 'agent_lost' || reason === 'media_failed') return { code: 'IPCC_NOT_CONNECT_AGENT_ID', sip: null };
  if (reason === 'engine_lost') return { code: 'ERROR_CALLOUT_CONNECT', sip: null };
  const sip = sipStatus !== null && NOT_REACHED.includes(sipStatus) ? sipStatus : (byReason[reason ?? ''] ?? null);
  return { code: 'IPCC_NOT_CONNECT_CUSTOMER', sip };
}

/** What a refusal to dial is told as. */
export const dialError = (code: string): CallOutError =>
  code === 'call_busy'
    ? 'CALLOUT_AGENT_BUSY'
    : ['number_refused', 'not_allowed', 'call_limit_reached'].includes(code)
      ? 'CALLOUT_PERMISSION_DENY'
      : 'ERROR_CALLOUT_CONNECT';
