import { randomUUID } from 'node:crypto';
import type { ChannelActor, Platform } from '@alongside/domain';
import type { ChannelMode, ChannelSettings } from '@alongside/protocol';
import { type Fixture, random, silent } from '../testing/fixture.ts';

export const channelSettings = (mode: ChannelMode, more: Partial<ChannelSettings> = {}): ChannelSettings => ({
  id: `chat_${randomUUID()}`,
  name: `${mode} ${randomUUID().slice(0, 8)}`,
  mode,
  identity: 'anonymous',
  openId: null,
  queueId: null,
  hoursId: null,
  needsAgents: false,
  files: { enabled: true, maxMegabytes: 40, types: [{ mimeType: 'image/*', description: 'pictures' }] },
  preContactForm: null,
  contactFields: [],
  customerFields: [],
  transcript: true,
  proactive: true,
  welcomeText: null,
  ...more,
});

/** What commands about threads use of a platform. */
export const platformOn = ({ store, bus }: Pick<Fixture, 'store' | 'bus'>): Platform =>
  ({ store, bus, random, log: silent, clock: { now: () => new Date() } }) as unknown as Platform;

export async function addChannel(
  { inTransaction }: Fixture,
  mode: ChannelMode,
  more: Partial<ChannelSettings> = {},
): Promise<string> {
  const settings = channelSettings(mode, more);
  await inTransaction((tx) => tx.channels.saveChannel(settings));
  return settings.id;
}

/** A customer at a channel. */
export async function addCustomer({ inTransaction, tenantId }: Fixture, channelId: string): Promise<ChannelActor> {
  const externalId = randomUUID();
  const person = { id: randomUUID(), channelId, externalId, firstName: 'Grace', lastName: 'Hopper', imageUrl: null };
  const { customerId } = await inTransaction((tx) => tx.channels.identify(person));
  return {
    kind: 'channel',
    tenantId,
    brandId: 1001,
    channelId,
    customerId,
    externalId,
    name: 'Grace Hopper',
    visitorId: randomUUID(),
    sessionId: null,
  };
}
