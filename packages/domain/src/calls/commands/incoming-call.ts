import type { PhoneNumber } from '@alongside/protocol';
import type { ContactChange } from '../../contacts/ports.ts';
import { tellChange } from '../../contacts/telling.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { takeIn } from '../../routing/take-in.ts';
import { newCallCode } from '../call-code.ts';
import { tellCall } from '../close-call.ts';
import type { CallRecord } from '../ports.ts';
import { telephoneCustomer } from '../telephone-customer.ts';

export interface IncomingCall {
  readonly trunkId: string;
  /** E.164 where the trunk gives it so; 'anonymous' and the like stay as they are. */
  readonly from: string;
  readonly fromName: string | null;
  readonly to: string;
  /** The customer's leg. */
  readonly partyId: string;
}

export interface TakenCall {
  readonly call: CallRecord;
  readonly number: PhoneNumber;
}

/**
 * A telephone calls one of the tenant's numbers: a contact in that number's queue, with its call. Where a menu asks for the queue first, the
 * call has no contact yet: `admitCall` gives it one. While the queue is closed, a number with voicemail takes a message. null: the number is
 * not ours. Refuses `outside_hours`.
 */
export async function takeIncomingCall(
  platform: Platform,
  tenantId: string,
  incoming: IncomingCall,
): Promise<TakenCall | null> {
  const { from } = incoming;
  const name = nameOf(incoming);
  const take = (closed: boolean) =>
    platform.store.transaction(tenantId, async (tx) => {
      const number = (await tx.calls.numbers()).find((one) => one.number === incoming.to);
      if (!number) return null;
      const asksFirst = closed || number.menu.length > 0;
      const change = asksFirst ? null : await wait(platform, tx, { from, name, queueId: number.queueId });
      const call = await create(platform, tx, incoming, change);
      if (change) tellChange(tx, tenantId, change);
      const message = closed ? await tx.calls.takeMessage(call.id) : null;
      tellCall(tx, call);
      return { call: message ?? call, number };
    });
  return again(() => take(false)).catch(async (error: unknown) => {
    if (!(error instanceof Refused) || error.code !== 'outside_hours') throw error;
    const numbers = await platform.store.transaction(tenantId, (tx) => tx.calls.numbers());
    if (!numbers.find(({ number }) => number === incoming.to)?.voicemail) throw error;
    return take(true);
  });
}

/** The caller chose, or did not: the call waits in this queue from now on. null: it has gone, or waits already. Refuses `outside_hours`. */
export async function admitCall(
  platform: Platform,
  tenantId: string,
  input: { readonly callId: string; readonly queueId: string; readonly from: string; readonly fromName: string | null },
): Promise<CallRecord | null> {
  const { callId, queueId, from } = input;
  return again(() =>
    platform.store.transaction(tenantId, async (tx) => {
      const call = await tx.calls.get(callId);
      if (call?.state !== 'requested' || call.contactId !== null || call.voicemail) return null;
      const change = await wait(platform, tx, { from, name: nameOf(input), queueId });
      const { conversationId, contactId, customerId } = change;
      const admitted = await tx.calls.admit(callId, { conversationId, contactId, customerId, queueId });
      if (!admitted) throw new Refused('call_gone');
      tellChange(tx, tenantId, change);
      tellCall(tx, admitted);
      return admitted;
    }),
  );
}

/** Nobody will answer: the caller may leave a message. null: an agent has it, or it is over. */
export async function takeMessage(platform: Platform, tenantId: string, callId: string): Promise<CallRecord | null> {
  return platform.store.transaction(tenantId, async (tx) => {
    const call = await tx.calls.takeMessage(callId);
    if (call) tellCall(tx, call);
    return call;
  });
}

/** From here on the message is kept: the caller has heard the tone. */
export async function recordMessage(platform: Platform, tenantId: string, callId: string): Promise<void> {
  await platform.store.transaction(tenantId, async (tx) => {
    if (!(await tx.calls.get(callId))?.voicemail) return;
    const call = await tx.calls.setRecording(callId, ['off'], 'on', 'announced');
    if (call) tellCall(tx, call);
  });
}

/** The place of a call in its queue, from 1; null: it does not wait. */
export async function placeInQueue(platform: Platform, tenantId: string, callId: string): Promise<number | null> {
  return platform.store.transaction(tenantId, async (tx) => {
    const contactId = (await tx.calls.get(callId))?.contactId;
    return contactId ? ((await tx.queues.placeOf(contactId))?.position ?? null) : null;
  });
}

const nameOf = ({ from, fromName }: Pick<IncomingCall, 'from' | 'fromName'>) => fromName?.trim().slice(0, 80) || from;

async function wait(
  platform: Platform,
  tx: Transaction,
  { from, name, queueId }: { from: string; name: string; queueId: string },
): Promise<ContactChange> {
  const change = await telephoneCustomer(platform, tx, { number: from, name, queueId, outbound: false });
  await takeIn(tx, queueId, change.customerId);
  return change;
}

function create(
  { random, clock }: Platform,
  tx: Transaction,
  { from, to, trunkId, partyId }: IncomingCall,
  change: ContactChange | null,
): Promise<CallRecord> {
  return tx.calls.create(
    {
      id: random.uuid(),
      callCode: newCallCode(clock, random),
      conversationId: change?.conversationId ?? null,
      contactId: change?.contactId ?? null,
      kind: 'phone',
      direction: 'inbound',
      state: 'requested',
      ownsContact: change !== null,
      agentId: null,
      queueId: change?.queueId ?? null,
      customerNumber: from,
      companyNumber: to,
      tempId: null,
      trunkId,
      callUseType: 'standard',
    },
    [
      {
        id: partyId,
        role: 'customer',
        device: 'telephone',
        state: 'joining',
        name: from,
        agentId: null,
        number: from,
      },
    ],
  );
}

/** Two calls from one number in the same instant: the second is a customer of its own. */
const again = <T>(work: () => Promise<T>): Promise<T> =>
  work().catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'already_in_help') return work();
    throw error;
  });
