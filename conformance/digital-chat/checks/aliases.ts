import { expect } from 'vitest';
import { Refused } from '../client/site.ts';
import type { Check } from '../world/world.ts';

/** Section 6.1: one server, every name. */
const BOTH: readonly (readonly [string, (thread: string, contact: string | undefined) => object])[] = [
  ['MessageSeenByConsumer', (id) => ({ thread: { idOnExternalPlatform: id } })],
  ['MessageSeenByCustomer', (id) => ({ thread: { idOnExternalPlatform: id } })],
  ['SetConsumerCustomFields', () => ({ customFields: [] })],
  ['SetCustomerCustomFields', () => ({ customFields: [] })],
  [
    'SetConsumerContactCustomFields',
    (id, contact) => ({ thread: { idOnExternalPlatform: id }, customFields: [], contact: { id: contact } }),
  ],
  ['SetContactCustomFields', (id) => ({ thread: { idOnExternalPlatform: id }, customFields: [] })],
  ['SenderTypingStarted', (id) => ({ thread: { idOnExternalPlatform: id } })],
  ['SenderTypingEnded', (id) => ({ thread: { idOnExternalPlatform: id } })],
];

export const aliasChecks: readonly Check[] = [
  ...BOTH.map(
    ([eventType, data]): Check => ({
      title: `§6.1 ${eventType} is taken from every client, and acknowledged bare`,
      async run(world, platform) {
        const client = await world.open(platform, 'multi');
        const thread = crypto.randomUUID();
        const id = await client.write(thread, 'hi');
        await client.created(id);
        const eventId = client.send(eventType, data(thread, client.contactOf.get(thread)));
        const answer = await client.until(() => client.answerOf(eventId), `1.5: ${eventType} was not answered`);
        expect([answer.error, answer.postback, answer.eventType]).toEqual([undefined, undefined, undefined]);
      },
    }),
  ),
  ...['ReconnectConsumer', 'ReconnectCustomer'].map(
    (eventType): Check => ({
      title: `§6.1 ${eventType} is answered from every client`,
      async run(world, platform) {
        const client = world.client(platform, 'legacyoauth');
        await client.connect();
        const eventId = client.send(eventType, { accessToken: { token: 'strange' } });
        const answer = await client.until(() => client.answerOf(eventId), `1.5: ${eventType} was not answered`);
        expect(answer.error.errorCode).toMatch(/^(Consumer|Customer)ReconnectionFailed$/);
      },
    }),
  ),
  {
    title:
      '§6.1 the parts of a message under either name: customer and consumer, contact and consumerContact, both fingerprints',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      for (const spelled of [
        { customer: { customFields: [] }, contact: { customFields: [] }, deviceFingerprint: {} },
        { consumer: { customFields: [] }, consumerContact: { customFields: [] }, browserFingerprint: {} },
      ]) {
        const { thread, messageContent, idOnExternalPlatform } = client.writing(crypto.randomUUID(), 'spelled');
        await client.ask('SendMessage', { thread, messageContent, idOnExternalPlatform, ...spelled }, null);
        await client.created(idOnExternalPlatform);
      }
    },
  },
  {
    title: '§6.2 no thread id in all three spellings',
    async run(world, platform) {
      const client = await world.open(platform, 'single');
      await client.write(crypto.randomUUID(), 'only one');
      for (const data of [{}, undefined, { thread: { client_type: 'no_thread_id' } }]) {
        const eventId = client.send('RecoverThread', data);
        const answer = await client.until(() => client.answerOf(eventId), '1.5: RecoverThread was not answered');
        if (answer.error) throw new Refused(answer.error.errorCode, answer);
        expect(answer.postback.data.messages).toHaveLength(1);
      }
    },
  },
];
