import type { CallView } from '@alongside/protocol';
import { begin } from '../../contacts/commands/take-contact.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { newCallCode } from '../call-code.ts';
import { auditingRefusals, reserve, telephone } from '../dialling.ts';
import { telephoneCustomer } from '../telephone-customer.ts';
import { changed } from './find-call.ts';

/**
 * An agent calls a number. The call is a contact of theirs from its first moment, so that it is on the desk, in the history and under
 * supervision like any other; it counts as nobody's wait. Refuses what the policy denies and what is past a cap before anything is sent.
 */
export async function dial(
  platform: Platform,
  actor: AgentActor,
  input: { number: string; tempId?: string; conversationId?: string },
): Promise<CallView> {
  const { random, clock } = platform;
  const place = () =>
    platform.store.transaction(actor.tenantId, async (tx) => {
      const { number, trunkId, callerNumber } = await telephone(platform, tx, input.number);
      if ((await tx.calls.openOfAgent(actor.agentId)).some(({ agentId }) => agentId === actor.agentId))
        throw new Refused('call_busy');
      if (input.tempId !== undefined && (await tx.calls.byTempId(input.tempId)))
        throw new Refused('already_exists', { field: '/tempId', message: 'This tempId was used for another call.' });
      const contact =
        input.conversationId === undefined
          ? await telephoneCustomer(platform, tx, { number, queueId: await tx.queues.defaultQueueId(), outbound: true })
          : await ownConversation();
      if (input.conversationId === undefined) {
        const taken = await tx.contacts.pick(contact.contactId, actor.agentId);
        if (!taken || !(await tx.desks.takeSlot(actor.agentId, taken))) throw new Refused('at_capacity');
        await begin(platform, tx, actor, taken);
      }
      const callId = random.uuid();
      const customer = { id: random.uuid(), role: 'customer', device: 'telephone', state: 'ringing' } as const;
      const phone = await tx.calls.deskPhone(actor.agentId);
      const own =
        phone?.rings && phone.registered
          ? ({ device: 'device', state: 'ringing' } as const)
          : ({ device: 'browser', state: 'joining' } as const);
      const agent = { id: random.uuid(), role: 'agent', ...own } as const;
      const call = await tx.calls.create(
        {
          id: callId,
          callCode: newCallCode(clock, random),
          conversationId: contact.conversationId,
          contactId: contact.contactId,
          kind: 'phone',
          direction: 'outbound',
          state: 'ringing',
          ownsContact: input.conversationId === undefined,
          agentId: actor.agentId,
          queueId: null,
          customerNumber: number,
          companyNumber: callerNumber,
          tempId: input.tempId ?? null,
          trunkId,
          callUseType: 'standard',
        },
        [
          { ...customer, name: number, agentId: null, number },
          { ...agent, name: actor.name, agentId: actor.agentId, number: null },
        ],
      );
      await reserve(tx, callId, customer.id);
      return changed(tx, actor, call);

      async function ownConversation() {
        const conversation = await tx.log.conversation(input.conversationId ?? '');
        if (!conversation) throw new Refused('not_found');
        if (conversation.ownerId !== actor.agentId || !conversation.open) throw new Refused('not_owner');
        return { conversationId: conversation.id, contactId: conversation.contactId };
      }
    });
  return auditingRefusals(platform, actor, input.number, place);
}
