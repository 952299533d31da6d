import type { WebPushSubscription } from '@alongside/protocol';
import type { ChannelActor } from '../../channels/ports.ts';
import type { CustomerActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';

/** Messages of the company reach this browser of the customer's while they have no open socket. */
export async function subscribeToPush(
  platform: Platform,
  actor: CustomerActor | ChannelActor,
  input: { readonly id: string; readonly subscription: WebPushSubscription },
): Promise<void> {
  const { endpoint, keys } = input.subscription;
  if ((await platform.outgoing.refusal(endpoint)) !== null)
    throw new Refused('address_not_allowed', { field: '/endpoint' });
  await platform.store.transaction(actor.tenantId, (tx) =>
    tx.push.subscribe(actor.customerId, { id: input.id, endpoint, keys }),
  );
}

export async function unsubscribeFromPush(
  platform: Platform,
  actor: CustomerActor | ChannelActor,
  id: string,
): Promise<void> {
  await platform.store.transaction(actor.tenantId, (tx) => tx.push.unsubscribe(actor.customerId, id));
}
