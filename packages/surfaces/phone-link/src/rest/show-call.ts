import type { ListedCall } from '../ports.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** `HH:MM:SS`; hours go beyond 99 where they must. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${two(Math.floor(whole / 3_600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** What a call's recording is called by; null: it has none. */
export type RecordingAddress = (recordingId: string, download: boolean) => string;

/**
 * A call as real records of the published wire look. `call_status` is `meetAgent`, as those write it (the published page says `metAgent`), and null while it rings; times
 * are UTC; `call_type` 0 came in, 1 went out.
 */
export function showCall(call: ListedCall, addressOf: RecordingAddress): object {
  const isIn = call.direction === 'inbound';
  const [recording] = call.recordings;
  const status = call.answeredAt !== null ? 'meetAgent' : call.endedAt !== null ? 'miss' : null;
  return {
    id: call.id,
    call_id: call.callCode,
    temp_id: call.tempId,
    caller: isIn ? call.customerNumber : call.companyNumber,
    called: isIn ? call.companyNumber : call.customerNumber,
    user_id: call.agentId,
    agent_id: call.agentNumber,
    last_user_id: call.lastAgentId,
    last_agent_id: call.lastAgentNumber,
    group_id: call.queueId,
    service_id: call.companyNumber,
    ticket_id: call.contactId,
    customer_id: call.customerId,
    call_type: isIn ? 0 : 1,
    start_time: call.requestedAt,
    end_time: call.endedAt,
    wait_time: clockOf(call.waitSeconds),
    hold_time: clockOf(call.holdSeconds),
    talk_time: clockOf(call.talkSeconds),
    call_status: status,
    end_status: call.endedAt === null ? null : call.endedBy === 'customer' ? 'cus' : 'system',
    end_reason: call.endReason,
    missed_reason: call.missedReason,
    sip_code: call.sipStatus,
    ...(recording ? { path: addressOf(recording, false), path_download: addressOf(recording, true) } : {}),
  };
}
