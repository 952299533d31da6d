import type { Channel, ChannelAgent } from '@alongside/domain';
import type { File } from '@alongside/protocol';

export const CHANNEL: Channel = {
  tenantId: 'b1b7b2de-0000-4000-8000-000000000001',
  brandId: 1386,
  id: 'chat_11111111-2222-4333-8444-555555555555',
  name: 'App',
  mode: 'multi',
  identity: 'anonymous',
  openId: null,
  queueId: null,
  hoursId: null,
  needsAgents: false,
  files: { enabled: true, maxMegabytes: 40, types: [{ mimeType: 'image/*', description: 'images' }] },
  preContactForm: null,
  contactFields: [],
  customerFields: [],
  transcript: true,
  proactive: false,
  welcomeText: null,
};
export const ADA: ChannelAgent = {
  id: 'a0000000-0000-4000-8000-00000000000a',
  number: 12328,
  name: 'Ada Agent',
  imageUrl: null,
};
export const QUEUE = { id: 'c0000000-0000-4000-8000-00000000000c', name: 'Help' };

export const fileOf = (id: string): File => ({ id, name: 'a.png', mediaType: 'image/png', bytes: 3 });
