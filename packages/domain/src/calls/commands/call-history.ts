import type { Call } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { CallFilter, CallRecord } from '../ports.ts';

const PAGE = 50;

/** A call of the history as agents see it. */
export function historyOf(call: CallRecord): Call {
  const person = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  const { customerId, customerNo } = call;
  return {
    id: call.id,
    callCode: call.callCode,
    conversationId: call.conversationId,
    contactId: call.contactId,
    kind: call.kind,
    direction: call.direction,
    state: call.state,
    customer: customerId === null ? null : { id: customerId, name: call.customerName, customerId: customerNo ?? '' },
    customerNumber: call.customerNumber,
    companyNumber: call.companyNumber,
    tempId: call.tempId,
    agent: person(call.agentId, call.agentName),
    lastAgent: person(call.lastAgentId, call.lastAgentName),
    queueId: call.queueId,
    requestedAt: call.requestedAt,
    ringingAt: call.ringingAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    waitSeconds: call.waitSeconds,
    holdSeconds: call.holdSeconds,
    talkSeconds: call.talkSeconds,
    endedBy: call.endedBy,
    endReason: call.endReason,
    missedReason: call.missedReason,
    sipStatus: call.sipStatus,
    callUseType: call.callUseType,
    legs: call.parties.map(({ id, role, device, name, agentId, number, joinedAt, leftAt, endCause, ...quality }) => ({
      id,
      role,
      device,
      name,
      agentId,
      number,
      joinedAt,
      leftAt,
      endCause,
      quality: { loss: quality.loss, jitterMilliseconds: quality.jitterMilliseconds, mos: quality.mos },
    })),
    recordings: call.recordings.map(({ key: _key, ...recording }) => recording),
  };
}

const mayRead = (call: CallRecord, actor: AgentActor): boolean =>
  actor.role !== 'agent' ||
  call.lastAgentId === actor.agentId ||
  call.parties.some(({ agentId }) => agentId === actor.agentId);

/** Calls: an agent's own, a supervisor's everybody's; newest first. */
export async function listCalls(
  platform: Platform,
  actor: AgentActor,
  query: CallFilter & { cursor?: string; limit?: number },
): Promise<{ calls: Call[]; nextCursor: string | null }> {
  const { cursor, limit = PAGE, ...asked } = query;
  if (actor.role === 'agent' && asked.agentId !== undefined && asked.agentId !== actor.agentId)
    return { calls: [], nextCursor: null };
  const filter = actor.role === 'agent' ? { ...asked, agentId: actor.agentId } : asked;
  const { calls, nextCursor } = await platform.store.transaction(actor.tenantId, (tx) =>
    tx.calls.list(filter, { limit, ...(cursor === undefined ? {} : { cursor }) }),
  );
  return { calls: calls.map(historyOf), nextCursor };
}

export async function getCall(platform: Platform, actor: AgentActor, callId: string): Promise<Call> {
  const call = await platform.store.transaction(actor.tenantId, (tx) => tx.calls.get(callId));
  if (!call || !mayRead(call, actor)) throw new Refused('not_found');
  return historyOf(call);
}

/** The bytes of a recording. Every fetch is audited. */
export async function readCallRecording(
  platform: Platform,
  actor: AgentActor,
  { callId, recordingId }: { callId: string; recordingId: string },
): Promise<{ bytes: Uint8Array; contentType: string; name: string }> {
  const found = await platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await tx.calls.get(callId);
    const recording = call?.recordings.find(({ id }) => id === recordingId);
    if (!call || !recording || !mayRead(call, actor)) throw new Refused('not_found');
    audit(tx, actor, { action: 'call.recording_read', target: { kind: 'call', id: callId, name: call.callCode } });
    return { ...recording, callCode: call.callCode };
  });
  const bytes = await platform.blobs.get(found.key);
  if (!bytes) throw new Refused('not_found');
  return { bytes, contentType: found.contentType, name: `${found.callCode}.webm` };
}
