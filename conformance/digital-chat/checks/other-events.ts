import { expect } from 'vitest';
import { Refused } from '../client/site.ts';
import type { Check } from '../world/world.ts';

const refused = (code: RegExp) => (error: unknown) => error instanceof Refused && code.test(error.code);
const plainAck = (title: string, eventType: string, data: object): Check => ({
  title: `§3 ${title} is acknowledged`,
  async run(world, platform) {
    const client = await world.open(platform, 'multi');
    const eventId = client.send(eventType, data);
    const answer = await client.until(() => client.answerOf(eventId), `1.5: ${eventType} was not answered`);
    if (answer.error) throw new Refused(answer.error.errorCode, answer);
  },
});

/** §3: the rows that only the web client sends, and those that are only named. */
export const otherChecks: readonly Check[] = [
  plainAck('StoreVisitorEvents', 'StoreVisitorEvents', {
    visitorEvents: [
      {
        id: crypto.randomUUID(),
        type: 'PageView',
        createdAtWithMilliseconds: '2024-12-06T08:37:50.858z',
        data: { title: 'Home', url: 'https://meridian.example/' },
      },
    ],
  }),
  plainAck('ExecuteTrigger', 'ExecuteTrigger', { trigger: { id: crypto.randomUUID() } }),
  plainAck('StoreVisitor, of unknown shape,', 'StoreVisitor', {}),
  plainAck('SendPageViews, of unknown shape,', 'SendPageViews', {}),
  plainAck('AddVisitorTags, of unknown shape,', 'AddVisitorTags', {}),
  plainAck('RemoveVisitorTags, of unknown shape,', 'RemoveVisitorTags', {}),
  {
    title: '§3 SendMessagePreview is acknowledged, the agent reads it, and nothing of it is stored',
    platforms: ['web'],
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      await client.write(thread, 'hi');
      const messageContent = { type: 'TEXT', payload: { text: 'I am writ' } };
      const agent = await world.staff.take(client.opening.person);
      await client.ask('SendMessagePreview', { thread: { idOnExternalPlatform: thread }, messageContent }, null);
      await agent.previews('I am writ');
      expect((await client.recover(thread)).messages).toHaveLength(1);
    },
  },
  {
    title: '§3 SendOfflineMessage → OfflineMessageSent; without content SendingOfflineMessageFailed',
    platforms: ['web'],
    async run(world, platform) {
      const client = await world.open(platform, 'live');
      const authorCustomerIdentity = { idOnExternalPlatform: 'ada@meridian.example', firstName: 'Ada', lastName: 'L' };
      const messageContent = { type: 'TEXT', payload: { text: 'Please write back.' } };
      await client.ask('SendOfflineMessage', { messageContent, authorCustomerIdentity }, 'OfflineMessageSent');
      await expect(
        client.ask('SendOfflineMessage', { authorCustomerIdentity }, 'OfflineMessageSent'),
      ).rejects.toSatisfy(refused(/^SendingOfflineMessageFailed$/));
    },
  },
  {
    title: '§4.6 GenerateAuthorizationToken opens the full message, and only with the token',
    platforms: ['web'],
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const { site } = world;
      const thread = crypto.randomUUID();
      const id = await client.write(thread, 'whole');
      const { message } = (await client.created(id)).data;
      const url = `${site.chat}/1.0/brand/${site.brandId}/messages/${message.id}`;
      const data = { thread: { idOnExternalPlatform: thread }, url };
      const { authorizationToken } = await client.ask(
        'GenerateAuthorizationToken',
        data,
        'AuthorizationTokenGenerated',
      );
      const read = (token: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } });
      expect((await read(authorizationToken.token)).status).toBe(200);
      expect((await read('strange')).status).toBeGreaterThanOrEqual(400);
    },
  },
  {
    title: '§1.5 an event nobody knows, and a payload that is broken, are answered too, once',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const unknown = client.send('DanceWithMe', {});
      await client.until(() => client.answerOf(unknown), '1.5: an unknown event was not answered');
      const broken = client.send('RecoverThread', 'not an object');
      await client.until(() => client.answerOf(broken), '1.5: a broken event was not answered');
      expect(client.isOpen).toBe(true);
    },
  },
];
