import { audit } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { isAddress } from '../email-address.ts';
import type { ChannelActor } from '../ports.ts';

const MOST = 10;

/**
 * The customer wants the conversation of one of their contacts sent to e-mail addresses. We send no mail: the company is told by the webhook event
 * `transcript.requested`, and it is noted in the audit log. Refuses `not_found`, `not_allowed` where the channel offers none, `invalid_request`.
 */
export async function askTranscript(
  platform: Platform,
  actor: ChannelActor,
  { contactNumber, addresses }: { contactNumber: number; addresses: readonly string[] },
): Promise<void> {
  if (addresses.length === 0 || addresses.length > MOST || !addresses.every(isAddress))
    throw new Refused('invalid_request', { field: '/addresses', rule: `1 to ${MOST} e-mail addresses` });
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const channel = await tx.channels.channel(actor.channelId);
    const thread = Number.isSafeInteger(contactNumber)
      ? await tx.channels.threadByContactNumber(actor.channelId, actor.customerId, contactNumber)
      : null;
    if (!channel || !thread) throw new Refused('not_found');
    if (!channel.transcript) throw new Refused('not_allowed', { message: 'This channel sends no transcripts.' });
    await tx.webhooks.noteContact('transcript.requested', thread.contact.id, { addresses });
    audit(
      tx,
      { kind: 'unknown', id: null, name: actor.name },
      {
        action: 'transcript.requested',
        target: { kind: 'conversation', id: thread.id, name: null },
        after: { customerId: actor.customerId, addresses: [...addresses] },
      },
    );
  });
}
