import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { tellChange } from '../../contacts/telling.ts';
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

/**
 * A telephone calls one of the tenant's numbers: a contact in that number's queue, with its call. null: the number is not ours.
 * Refuses `outside_hours`.
 */
export async function takeIncomingCall(
  platform: Platform,
  tenantId: string,
  incoming: IncomingCall,
): Promise<{ call: CallRecord; greeting: string | null } | null> {
  const { random, clock } = platform;
  const take = () =>
    platform.store.transaction(tenantId, async (tx) => {
      const number = (await tx.calls.numbers()).find((one) => one.number === incoming.to);
      if (!number) return null;
      const name = incoming.fromName?.trim().slice(0, 80) || incoming.from;
      const change = await telephoneCustomer(platform, tx, {
        number: incoming.from,
        name,
        queueId: number.queueId,
        outbound: false,
      });
      await takeIn(tx, number.queueId, change.customerId);
      const call = await tx.calls.create(
        {
          id: random.uuid(),
          callCode: newCallCode(clock, random),
          conversationId: change.conversationId,
          contactId: change.contactId,
          kind: 'phone',
          direction: 'inbound',
          state: 'requested',
          ownsContact: true,
          agentId: null,
          queueId: change.queueId,
          customerNumber: incoming.from,
          companyNumber: incoming.to,
          tempId: null,
          trunkId: incoming.trunkId,
          callUseType: 'standard',
        },
        [
          {
            id: incoming.partyId,
            role: 'customer',
            device: 'telephone',
            state: 'joining',
            name: incoming.from,
            agentId: null,
            number: incoming.from,
          },
        ],
      );
      tellChange(tx, tenantId, change);
      tellCall(tx, call);
      return { call, greeting: number.greeting };
    });
  // Two calls from one number in the same instant: the second is a customer of its own.
  return take().catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'already_in_help') return take();
    throw error;
  });
}
