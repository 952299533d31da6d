import { type ContactChange, type Contacts, Refused } from '@alongside/domain';
import type { Value } from '../connection/statements.ts';
import type { TransactionScope } from '../transaction-scope.ts';
import {
  type ContactRow,
  contactColumns,
  contactFrom,
  type SummaryRow,
  summaryColumns,
  summaryFrom,
  toContact,
  toSummary,
} from './contact-rows.ts';
import { listEnded } from './list-ended.ts';
import * as statements from './transitions.ts';

const byId = `SELECT ${contactColumns} FROM ${contactFrom} WHERE c.tenant_id = $1 AND c.id = $2`;
const openOfCustomer = `SELECT ${contactColumns} FROM ${contactFrom} WHERE c.tenant_id = $1 AND c.customer_id = $2
  AND c.state <> 'ended' AND c.channel_id IS NULL`;
const summaryOf = `SELECT ${summaryColumns} FROM ${summaryFrom} WHERE v.tenant_id = $1 AND v.id = $2 AND v.contact_id = c.id`;

export function createContacts(scope: TransactionScope): Contacts {
  const { tenantId } = scope;
  const change = (statement: string, ...values: Value[]) => scope.one<ContactChange>(statement, [tenantId, ...values]);
  const contact = async (statement: string, id: string) => {
    const row = await scope.one<ContactRow>(statement, [tenantId, id]);
    return row === null ? null : toContact(row);
  };

  return {
    async create({ id, conversationId, customerId, queueId, helpType, targetAgentId, channelId, offline, outbound }) {
      const made = await change(
        statements.create,
        id,
        conversationId,
        customerId,
        queueId,
        helpType,
        targetAgentId ?? null,
        channelId ?? null,
        offline ?? false,
        outbound ?? false,
      );
      if (made === null) throw new Refused('already_in_help');
      return made;
    },
    offer: (contactId, agentId, seconds) => change(statements.offer, contactId, agentId, seconds),
    accept: (contactId, agentId, epoch) => change(statements.accept, contactId, agentId, epoch),
    pick: (contactId, agentId) => change(statements.pick, contactId, agentId),
    withdrawOffer: (contactId, epoch, mutedSeconds) => change(statements.withdrawOffer, contactId, epoch, mutedSeconds),
    requeue: (contactId, ownerId, to) =>
      change(
        statements.requeue,
        contactId,
        ownerId,
        to.queueId ?? null,
        to.targetAgentId ?? null,
        to.fromAgentName ?? null,
        to.note ?? null,
      ),
    cancel: (contactId, reason) => change(statements.cancel, contactId, reason),
    endWaiting: (contactId, reason) => change(statements.endWaiting, contactId, reason),
    overflow: (contactId, from, to) => change(statements.overflow, contactId, from, to),
    endByOwner: (contactId, ownerId, reason) => change(statements.endByOwner, contactId, ownerId, reason),
    endAnyhow: (contactId, reason) => change(statements.endAnyhow, contactId, reason),
    wrapUp: (contactId, ownerId, text) => change(statements.wrapUp, contactId, ownerId, text),

    get: (contactId) => contact(byId, contactId),
    openContactOf: (customerId) => contact(openOfCustomer, customerId),
    listEnded: (filter, page) => listEnded(scope, filter, page),
    async summary(conversationId) {
      const row = await scope.one<SummaryRow>(summaryOf, [tenantId, conversationId]);
      return row === null ? null : toSummary(row);
    },
  };
}
