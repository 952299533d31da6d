import { expect } from 'vitest';
import type { AndroidClient } from '../client/android.ts';
import type { IosClient } from '../client/ios.ts';
import { type Json, newPerson, Refused } from '../client/site.ts';
import type { Check } from '../world/world.ts';

const refused = (code: RegExp) => (error: unknown) => error instanceof Refused && code.test(error.code);

/** §1 and §5.4: the socket, the heartbeat, who the customer is. */
export const openingChecks: readonly Check[] = [
  {
    title: '§3 AuthorizeCustomer → ConsumerAuthorized with the identity, which the client adopts',
    async run(world, platform) {
      const person = newPerson();
      const sent = person.customerId;
      const client = await world.open(platform, 'multi', { person });
      const authorized = client.frames.find((frame) => frame.postback?.eventType === 'ConsumerAuthorized');
      expect(authorized.postback.data.consumerIdentity.idOnExternalPlatform).toBe(sent);
      expect(authorized.status).toBe('success');
      expect(authorized.authorizationStatus).toBe('authorized');
    },
  },
  {
    title: '§3 the alias AuthorizeConsumer, under either identity key',
    async run(world, platform) {
      const client = world.client(platform, 'multi');
      await client.connect();
      const data = { disableChannelInfo: true, sdkVersion: client.sdkVersion, sdkPlatform: platform };
      const eventId = client.send('AuthorizeConsumer', data, 'register');
      const answer = await client.until(() => client.answerOf(eventId), '6.1: AuthorizeConsumer was not answered');
      expect(answer.postback?.eventType).toBe('ConsumerAuthorized');
    },
  },
  {
    title: '§1.3 each heartbeat of the web client is answered with "pong", and it starts once authorized',
    platforms: ['web'],
    async run(world, platform) {
      const client = await world.open(platform, 'multi', { heartbeatMs: 100 });
      await client.until(
        () => client.pongs >= 3,
        '1.3: the heartbeat did not start, or was not answered with "pong"',
        5000,
      );
    },
  },
  {
    title: '§1.3 iOS gets the literal "pong" within 5 s, also before it is authorized',
    platforms: ['ios'],
    async run(world, platform) {
      const client = world.client(platform, 'multi') as IosClient;
      await client.connect();
      await client.heartbeat();
      await client.authorize();
      await client.heartbeat();
    },
  },
  {
    title: '§1.3 Android pings, and the server answers with pongs',
    platforms: ['android'],
    async run(world, platform) {
      const client = (await world.open(platform, 'multi', { heartbeatMs: 50 })) as AndroidClient;
      await client.until(() => client.pongs >= 3, '1.3: Android sends WebSocket pings; no pong came', 5000);
    },
  },
  {
    title: '§1.4 the identity is of the connection, never of a later payload',
    async run(world, platform) {
      const victim = await world.open(platform, 'single');
      const theirs = crypto.randomUUID();
      await victim.write(theirs, 'mine alone');
      const thief = await world.open(platform, 'single');
      thief.opening.person.customerId = victim.opening.person.customerId;
      await expect(thief.recover(theirs)).rejects.toSatisfy(refused(/^RecoveringThreadFailed$/));
      expect((await thief.list()).threads).toEqual([]);
    },
  },
  {
    title: '§1.2 an unknown brand or channel opens no socket',
    async run(world, platform) {
      const { site } = world;
      const strange = { ...site.channels, multi: 'chat_00000000-0000-4000-8000-000000000000' };
      await expect(world.client(platform, 'multi', { site: { ...site, channels: strange } }).start()).rejects.toThrow();
      await expect(world.client(platform, 'multi', { site: { ...site, brandId: 999_999 } }).start()).rejects.toThrow();
    },
  },
  {
    title: '§5.4 legacy OAuth: a good code is exchanged, the token reconnects and refreshes',
    async run(world, platform) {
      const person = newPerson();
      const client = await world.open(platform, 'legacyoauth', { code: `good-${crypto.randomUUID()}`, person });
      const token = client.accessToken as string;
      expect(token).toEqual(expect.any(String));
      const again = world.client(platform, 'legacyoauth', { person });
      await again.connect();
      await again.reconnect(token);
      expect((await again.list()).threads).toEqual([]);
      const { accessToken } = await again.refresh(token);
      expect(accessToken.expiresIn).toBeGreaterThan(60);
      const third = world.client(platform, 'legacyoauth', { person });
      await third.connect();
      await third.reconnect(accessToken.token);
    },
  },
  {
    title: '§5.4 legacy OAuth: a bad code, a strange token and no code are refused by their codes',
    async run(world, platform) {
      const open = (code?: string) => world.open(platform, 'legacyoauth', code === undefined ? {} : { code });
      await expect(open('bad')).rejects.toSatisfy(refused(/^(Consumer|Customer)AuthorizationFailed$/));
      await expect(open()).rejects.toSatisfy(refused(/^(Consumer|Customer)AuthorizationFailed$/));
      const client = world.client(platform, 'legacyoauth');
      await client.connect();
      await expect(client.reconnect('strange')).rejects.toSatisfy(refused(/^(Consumer|Customer)ReconnectionFailed$/));
      await expect(client.refresh('strange')).rejects.toSatisfy(refused(/^TokenRefreshingFailed$/));
    },
  },
  {
    title: '§5.4 a dropped socket: the web client posts its code again, and is the same customer',
    platforms: ['web'],
    async run(world, platform) {
      const person = newPerson();
      const code = `good-${crypto.randomUUID()}`;
      const first = await world.open(platform, 'legacyoauth', { code, person });
      const id = first.opening.person.customerId;
      first.cut();
      const second = await world.open(platform, 'legacyoauth', { code, person });
      expect(second.opening.person.customerId).toBe(id);
    },
  },
  {
    title: '§1.2 after a drop the client connects again, authorizes, and recovers what came meanwhile',
    async run(world, platform) {
      const client = await world.open(platform, 'single', { reconnects: true });
      const thread = crypto.randomUUID();
      await client.write(thread, 'before');
      client.cut();
      await client.until(() => client.opens === 2 && client.isOpen, '1.2: the socket did not come back');
      await client.resume();
      const texts = (await client.recover(null)).messages.map((one: Json) => one.messageContent.text);
      expect(texts).toEqual(['before']);
    },
  },
  {
    title: '§1.4 the name in the identity is the current name',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      const before = await client.created(await client.write(thread, 'as I was'));
      expect(before.data.message.authorEndUserIdentity.firstName).toBe('Ada');
      client.opening.person.firstName = 'Augusta';
      const after = await client.created(await client.write(thread, 'as I am'));
      expect(after.data.message.authorEndUserIdentity.firstName).toBe('Augusta');
    },
  },
  {
    title: '§1.5 a request before authorization is refused, not left hanging, and does nothing',
    async run(world, platform) {
      const client = world.client(platform, 'legacyoauth');
      await client.connect();
      const early = client.send('RecoverThread', {});
      const answer = await client.until(() => client.answerOf(early), '1.5: a request before authorization hangs');
      expect(answer.error.errorCode).toEqual(expect.any(String));
      const written = client.send('SendMessage', client.writing(crypto.randomUUID(), 'too early'));
      expect((await client.until(() => client.answerOf(written), '1.5: it hangs')).error).toBeDefined();
    },
  },
  {
    title: '§5.2 background: the client closes with its own code, and finds everything when it comes back',
    async run(world, platform) {
      const person = newPerson();
      const client = await world.open(platform, 'single', { person });
      const thread = crypto.randomUUID();
      await client.write(thread, 'brb');
      await client.leave();
      const agent = await world.staff.take(person);
      await agent.say('I am here');
      const back = await world.open(platform, 'single', { person });
      expect((await back.recover(null)).messages.map((one: Json) => one.messageContent.text)).toEqual([
        'I am here',
        'brb',
      ]);
    },
  },
];
