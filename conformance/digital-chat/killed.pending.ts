import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChatClient, textOf } from './client/chat.ts';
import { type ChannelName, newPerson, PLATFORMS, type Platform, Refused } from './client/site.ts';
import { post } from './world/rest.ts';
import type { Desk } from './world/desk.ts';
import { OwnServer } from './world/own-server.ts';
import { World } from './world/world.ts';

/*
 * The server is killed in the middle of each flow and started again. The clients have nothing but what the page gives them: they connect again,
 * authorize, recover, and send what was not acknowledged under the same id.
 */

let server: OwnServer;
let desk: Desk;
beforeAll(async () => {
  server = await OwnServer.open();
  desk = await server.desk();
}, 120_000);
afterAll(async () => {
  await desk?.close().catch(() => {});
  await server?.close();
});

/** Kills the server while `during` is under way; what it was told counts, and a lost socket is no failure of the server. */
async function killed(during: () => Promise<unknown>): Promise<void> {
  const flow = during().catch((error: unknown) => {
    if (!(error instanceof Refused && error.code === 'SocketLost')) throw error;
  });
  await server.kill();
  await flow;
  await server.start();
  await desk.reconnect();
}

/** Sends until it is acknowledged, always under the same id, as an app does after a drop. */
async function insist(client: ChatClient, thread: string, text: string, messageId: string): Promise<void> {
  for (;;)
    try {
      await client.write(thread, text, { messageId });
      return;
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'SocketLost')) throw error;
      await client.resume();
    }
}

async function inWorld(run: (world: World) => Promise<void>): Promise<void> {
  const world = new World(server.demo.digitalChat, desk);
  try {
    await run(world);
    await world.sound();
  } finally {
    await world.leave();
    await desk.tidy();
  }
}

for (const platform of PLATFORMS) {
  const modes: readonly (readonly [string, ChannelName])[] = [
    ['§5.5 single-thread', 'single'],
    ['§5.6 multi-thread', 'multi'],
    ['§5.7 live chat', 'live'],
  ];
  for (const [flow, channel] of modes)
    test(
      `${platform}: ${flow}, §5.8 and §5.9: killed while messages are sent; each stands once, in order`,
      () =>
        inWorld(async (world) => {
          const client = await world.open(platform, channel, { reconnects: true });
          const thread = crypto.randomUUID();
          const texts = Array.from({ length: 12 }, (_, n) => `message ${n}`);
          const sending = (async () => {
            for (const text of texts) await insist(client, thread, text, crypto.randomUUID());
          })();
          await client.until(() => client.asked.size > 5, 'The first messages were not sent');
          await server.kill();
          await server.start();
          await desk.reconnect();
          await sending;
          const result = channel === 'live' ? await client.recoverLive(thread) : await client.recover(thread);
          expect(result.messages.map(textOf)).toEqual(texts.toReversed());
        }),
      120_000,
    );

  test(
    `${platform}: §5.4 killed while the chat is opened: authorized in the end, as the same customer`,
    () =>
      inWorld(async (world) => {
        const client = world.client(platform, 'single', { reconnects: true });
        await client.connect();
        const id = client.opening.person.customerId;
        await killed(() => client.authorize());
        await client.resume();
        expect(client.opening.person.customerId).toBe(id);
      }),
    120_000,
  );

  test(
    `${platform}: §5.4 killed: tokens given before are good afterwards`,
    () =>
      inWorld(async (world) => {
        const person = newPerson();
        const client = await world.open(platform, 'legacyoauth', {
          reconnects: true,
          person,
          code: `good-${crypto.randomUUID()}`,
        });
        const thread = crypto.randomUUID();
        await client.write(thread, 'signed in');
        await killed(() => client.list());
        await client.resume();
        expect((await client.recover(thread)).messages.map(textOf)).toEqual(['signed in']);
        const secured = await securedClient(world, platform);
        await secured.write(thread, 'secured');
        await killed(() => secured.list());
        await secured.resume();
        expect((await secured.recover(thread)).messages.map(textOf)).toEqual(['secured']);
      }),
    120_000,
  );

  test(
    `${platform}: §5.9 killed with an agent in the chat: the agent keeps it, and both go on`,
    () =>
      inWorld(async (world) => {
        const client = await world.open(platform, 'live', { reconnects: true });
        const thread = crypto.randomUUID();
        await client.write(thread, 'Begin Conversation');
        const agent = await desk.take(client.opening.person);
        await agent.say('before');
        await client.heard('before');
        await killed(() => client.typing(thread, true));
        await client.resume();
        const result = await client.recoverLive(thread);
        expect(result.messages.map(textOf)).toEqual(['before', 'Begin Conversation']);
        expect(result.inboxAssignee).not.toBeNull();
        await agent.say('after');
        await client.heard('after');
        await client.write(thread, 'thanks');
        expect(await agent.sees('thanks')).toBe(1);
      }),
    120_000,
  );

  test(
    `${platform}: §5.10 killed while the contact is ended: it is closed, or is ended again`,
    () =>
      inWorld(async (world) => {
        const client = await world.open(platform, 'live', { reconnects: true });
        const thread = crypto.randomUUID();
        const id = await client.write(thread, 'Begin Conversation');
        await client.created(id);
        await killed(() => client.endContact(thread));
        await client.resume();
        const state = await client.recoverLive(thread).catch((error: unknown) => error);
        const isOpen =
          !(state instanceof Refused) && (state as { contact: { status: string } }).contact.status !== 'closed';
        if (isOpen) {
          await client.endContact(thread);
          await client.push('CaseStatusChanged', (data) => data.case.status === 'closed');
        }
        const code = platform === 'ios' ? 'InconsistentData' : 'SendingMessageFailed';
        await expect(client.write(thread, 'late')).rejects.toMatchObject({ code });
      }),
    120_000,
  );

  test(
    `${platform}: §5.6 killed while a thread is renamed, archived and given fields: repeated, it is done`,
    () =>
      inWorld(async (world) => {
        const client = await world.open(platform, 'multi', { reconnects: true });
        const thread = crypto.randomUUID();
        const id = await client.write(thread, 'hello');
        await client.created(id);
        await killed(() => client.rename(thread, 'Kept'));
        await client.resume();
        await client.rename(thread, 'Kept');
        expect((await client.list()).threads[0].threadName).toBe('Kept');
        await killed(() => client.archive(thread));
        await client.resume();
        const [known] = (await client.list()).threads;
        if (known?.canAddMoreMessages) await client.archive(thread);
        expect((await client.list()).threads[0]?.canAddMoreMessages ?? false).toBe(false);
      }),
    120_000,
  );

  test(
    `${platform}: §5.11 killed while a large history is read: read again, it is whole`,
    () =>
      inWorld(async (world) => {
        const client = await world.open(platform, 'multi', { reconnects: true });
        const thread = crypto.randomUUID();
        const texts = Array.from({ length: 30 }, (_, n) => `${n} ${'ä'.repeat(3900)}`);
        for (const text of texts) await client.write(thread, text);
        await killed(() => client.recover(thread));
        await client.resume();
        const { messages } = await client.recover(thread);
        expect(messages.map(textOf)).toEqual(texts.toReversed().slice(0, messages.length));
        expect(client.large.length).toBeGreaterThan(0);
      }),
    120_000,
  );
}

test('§5.1 to §5.3 killed between page views: the app goes on reporting, and nothing fails for it', async () => {
  const { site } = new World(server.demo.digitalChat, desk);
  const { visitorId } = newPerson();
  const events = `${site.analytics}/1.0/tenants/${site.brandId}/visitors/${visitorId}/events`;
  const view = () => ({
    id: crypto.randomUUID(),
    type: 'PageView',
    visitId: crypto.randomUUID(),
    destination: { id: crypto.randomUUID() },
    createdAtWithMilliseconds: new Date().toISOString(),
    data: { title: 'Home', url: 'https://meridian.example/' },
  });
  expect((await post(events, view())).status).toBeLessThan(300);
  const swallowed = post(events, view()).catch(() => null);
  await server.kill();
  await swallowed;
  await server.start();
  await desk.reconnect();
  expect((await post(events, view())).status).toBeLessThan(300);
}, 120_000);

async function securedClient(world: World, platform: Platform): Promise<ChatClient> {
  const person = newPerson();
  const { site } = world;
  const query = new URLSearchParams({
    brandId: String(site.brandId),
    channelId: site.channels.secured,
    visitorId: person.visitorId,
  });
  const { json } = await post(`${site.authorize}?${query}`, {
    type: 'anonymous',
    customerIdentity: { idOnExternalPlatform: person.customerId },
  });
  return world.open(platform, 'secured', { reconnects: true, person, transactionToken: json.accessToken });
}
