import { LIMITS, type Started, type StartOnlineHelp } from '@alongside/protocol';
import { assertAttachable, grantOf } from '../../company/vouch.ts';
import { requestCall } from '../../calls/follow-contact.ts';
import { tellChange } from '../../contacts/telling.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { digestOf, mintToken } from '../../kernel/tokens.ts';
import { takeIn } from '../../routing/take-in.ts';

/** A customer's session outlives a long wait and leaves time to read back. */
const SESSION_SECONDS = 24 * 3600;

/** Consumes the grant, opens a conversation and puts its contact in the queue, all or nothing [HASH1]–[HASH4] [CON8]. */
export async function startOnlineHelp(platform: Platform, input: StartOnlineHelp): Promise<Started> {
  const tenant = await platform.store.tenants.byDomain(input.tenant);
  if (!tenant) throw new Refused('start_refused');
  assertAttachable(input.attachedData);
  const digest = digestOf(await grantOf(platform, tenant.id, input));
  const grant = { customerId: input.customerId, deviceHash: input.deviceHash };
  const conversationId = platform.random.uuid();

  return platform.store.transaction(tenant.id, async (tx) => {
    const consumed = await tx.directory.consumeTransactionHash(digest, grant, input.startId, conversationId);
    if (consumed) return openConversation(platform, tx, tenant.id, input, conversationId);
    const earlier = await tx.directory.repeatedStart(digest, grant, input.startId, LIMITS.startRetrySeconds);
    if (!earlier) throw new Refused('start_refused');
    const conversation = await tx.log.conversation(earlier);
    if (!conversation) throw new Refused('start_refused');
    return openSession(platform, tx, tenant.id, input, conversation);
  });
}

async function openConversation(
  platform: Platform,
  tx: Transaction,
  tenantId: string,
  input: StartOnlineHelp,
  conversationId: string,
): Promise<Started> {
  const customer = await tx.directory.upsertCustomer({
    id: platform.random.uuid(),
    customerId: input.customerId,
    name: input.customerName,
    phone: input.customerPhone ?? null,
    email: input.email ?? null,
    idNumber: input.idNumber ?? null,
    isLoggedIn: input.isLoggedIn,
  });
  const contactId = platform.random.uuid();
  await tx.directory.createConversation({
    id: conversationId,
    customerId: customer.id,
    contactId,
    locale: input.locale ?? null,
  });
  const queueId = (await tx.company.externalQueueId()) ?? input.queueId ?? (await tx.queues.defaultQueueId());
  const { lastAgentId } = await takeIn(tx, queueId, customer.id);
  const change = await tx.contacts.create({
    id: contactId,
    conversationId,
    customerId: customer.id,
    queueId,
    helpType: input.helpType,
    targetAgentId: input.preferredAgentId ?? lastAgentId,
  });
  if (input.attachedData !== undefined) await tx.company.setAttachedData(contactId, input.attachedData);
  if (input.registration !== undefined) await tx.company.setRegistered(customer.id);
  if (input.visitorId !== undefined) await tx.visitors.identify(input.visitorId.toLowerCase(), customer.id, null);
  const author = { kind: 'customer' as const, id: customer.id, name: customer.name };
  await tx.log.append(
    conversationId,
    author,
    { kind: 'contact.requested', contactId, queueName: change.queueName, helpType: input.helpType },
    'all',
  );
  await requestCall(platform, tx, change, customer.name);
  tellChange(tx, tenantId, change);
  return openSession(platform, tx, tenantId, input, { id: conversationId, contactId, customerId: customer.id });
}

async function openSession(
  platform: Platform,
  tx: Transaction,
  tenantId: string,
  input: StartOnlineHelp,
  conversation: { id: string; contactId: string; customerId: string },
): Promise<Started> {
  const { token, digest } = mintToken('customer-session', tenantId, platform.random);
  const { expiresAt } = await tx.directory.createCustomerSession({
    id: platform.random.uuid(),
    digest,
    customerId: conversation.customerId,
    conversationId: conversation.id,
    contactId: conversation.contactId,
    deviceHash: input.deviceHash,
    seconds: SESSION_SECONDS,
  });
  return {
    token,
    expiresAt,
    conversationId: conversation.id,
    contactId: conversation.contactId,
    customer: { id: conversation.customerId, name: input.customerName },
  };
}
