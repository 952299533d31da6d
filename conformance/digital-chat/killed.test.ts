import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChatClient, textOf } from './client/chat.ts';
import { type ChannelName, type Json, newPerson, PLATFORMS, Refused } from './client/site.ts';
import type { Desk } from './world/desk.ts';
import { OwnServer } from './world/own-server.ts';
import { post } from './world/rest.ts';
import { type Served, World } from './world/world.ts';

/*
 * The server is killed in the middle of each flow, with a web, an Android and an iOS client in it, and started again. The clients have nothing but
 * what the page gives them: they connect again, authorize, recover, and send what was not acknowledged under the same id.
 */

const LONG_MS = 120_000;
let server: OwnServer;
let desk: Desk;
beforeAll(async () => {
  server = await OwnServer.open();
  desk = await server.desk();
}, LONG_MS);
afterAll(async () => {
  await desk?.close().catch(() => {});
  await server?.close();
});

interface Actor {
  readonly client: ChatClient;
  readonly thread: string;
  readonly notes: { agent?: Served; texts?: string[] };
}

interface Flow {
  readonly channel: ChannelName;
  /** Connects; a flow that is about connecting does it by itself. */
  readonly opens?: (world: World, actor: Actor) => Promise<unknown>;
  readonly before?: (actor: Actor) => Promise<unknown>;
  /** Under way when the server dies: what is lost with the socket is no fault. */
  readonly during: (actor: Actor) => Promise<unknown>;
  readonly after: (actor: Actor) => Promise<unknown>;
}

const isLost = (error: unknown): boolean => error instanceof Refused && error.code === 'SocketLost';

async function restart(): Promise<void> {
  await server.start();
  await desk.reconnect();
}

async function killedIn(flow: Flow): Promise<void> {
  const world = new World(server.demo.digitalChat, desk);
  try {
    const actors = await Promise.all(
      PLATFORMS.map(async (platform): Promise<Actor> => {
        const options = {
          reconnects: true,
          ...(flow.channel === 'legacyoauth' ? { code: `good-${crypto.randomUUID()}` } : {}),
        };
        const actor = { client: world.client(platform, flow.channel, options), thread: crypto.randomUUID(), notes: {} };
        await (flow.opens ? flow.opens(world, actor) : actor.client.start());
        return actor;
      }),
    );
    for (const actor of actors) await flow.before?.(actor);
    const running = actors.map((actor) =>
      flow.during(actor).catch((error: unknown) => {
        if (!isLost(error)) throw error;
      }),
    );
    await server.kill();
    await restart();
    await Promise.all(running);
    for (const actor of actors) {
      await actor.client.resume();
      await flow.after(actor);
    }
    await world.sound();
  } finally {
    await world.leave();
    if (!server.isUp) await restart();
    await desk.tidy();
  }
}

/** Sends until it is acknowledged, always under the same id, as an app does after a drop. */
async function insist({ client, thread }: Actor, text: string): Promise<void> {
  const messageId = crypto.randomUUID();
  for (;;)
    try {
      await client.write(thread, text, { messageId });
      return;
    } catch (error) {
      if (!isLost(error)) throw error;
      await client.resume().catch((again: unknown) => {
        if (!isLost(again)) throw again;
      });
    }
}

const read = (result: Json): string[] => result.messages.map(textOf);
const TEXTS = Array.from({ length: 12 }, (_, n) => `message ${n}`);
const sending = (channel: ChannelName): Flow => ({
  channel,
  before: async (actor) => {
    for (const text of TEXTS.slice(0, 4)) await insist(actor, text);
  },
  during: async (actor) => {
    for (const text of TEXTS.slice(4)) await insist(actor, text);
  },
  after: async ({ client, thread }) => {
    const result = channel === 'live' ? await client.recoverLive(thread) : await client.recover(thread);
    expect(read(result)).toEqual(TEXTS.toReversed());
  },
});

const FLOWS: Readonly<Record<string, Flow>> = {
  '§5.5 §5.8 §5.9 while messages are sent in a single thread: each stands once, in order': sending('single'),
  '§5.6 §5.8 §5.9 while messages are sent in one of many threads: each stands once, in order': sending('multi'),
  '§5.7 §5.8 §5.9 while messages are sent in a live chat: each stands once, in order': sending('live'),
  '§5.4 while the chat is opened: authorized in the end, as the same customer': {
    channel: 'single',
    opens: (_world, { client }) => client.connect(),
    during: ({ client }) => client.authorize(),
    after: async (actor) => {
      const id = actor.client.opening.person.customerId;
      await insist(actor, 'who am I?');
      await actor.client.authorize();
      expect(actor.client.opening.person.customerId).toBe(id);
      expect(read(await actor.client.recover(null))).toEqual(['who am I?']);
    },
  },
  '§5.4 after tokens were given: they are good afterwards': {
    channel: 'legacyoauth',
    before: (actor) => insist(actor, 'signed in'),
    during: ({ client }) => client.list(),
    after: async ({ client, thread }) => expect(read(await client.recover(thread))).toEqual(['signed in']),
  },
  '§5.9 with an agent in the chat: the agent keeps it, and both go on': {
    channel: 'live',
    before: async (actor) => {
      await insist(actor, 'Begin Conversation');
      actor.notes.agent = await desk.take(actor.client.opening.person);
      await actor.notes.agent.say('before');
      await actor.client.heard('before');
    },
    during: ({ client, thread }) => client.typing(thread, true),
    after: async ({ client, thread, notes: { agent } }) => {
      const result = await client.recoverLive(thread);
      expect(read(result)).toEqual(['before', 'Begin Conversation']);
      expect(result.inboxAssignee).not.toBeNull();
      await agent?.say('after');
      await client.heard('after');
      await client.write(thread, 'thanks');
      expect(await agent?.sees('thanks')).toBe(1);
    },
  },
  '§5.10 while the contact is ended: it is closed, or is ended again': {
    channel: 'live',
    before: async ({ client, thread }) => client.created(await client.write(thread, 'Begin Conversation')),
    during: ({ client, thread }) => client.endContact(thread),
    after: async ({ client, thread }) => {
      const state = await client.recoverLive(thread).catch((error: unknown) => error);
      if (!(state instanceof Refused) && (state as Json).contact.status !== 'closed') {
        await client.endContact(thread);
        await client.push('CaseStatusChanged', (data) => data.case.status === 'closed');
      }
      const code = client.platform === 'ios' ? 'InconsistentData' : 'SendingMessageFailed';
      await expect(client.write(thread, 'late')).rejects.toMatchObject({ code });
    },
  },
  '§5.6 while a thread is renamed: done, or done when it is repeated': {
    channel: 'multi',
    before: (actor) => insist(actor, 'hello'),
    during: ({ client, thread }) => client.rename(thread, 'Kept'),
    after: async ({ client, thread }) => {
      expect(['', 'Kept']).toContain((await client.list()).threads[0].threadName);
      await client.rename(thread, 'Kept');
      expect((await client.list()).threads[0].threadName).toBe('Kept');
    },
  },
  '§5.6 while a thread is archived: done, or done when it is repeated': {
    channel: 'multi',
    before: (actor) => insist(actor, 'hello'),
    during: ({ client, thread }) => client.archive(thread),
    after: async ({ client, thread }) => {
      if ((await client.list()).threads[0]?.canAddMoreMessages) await client.archive(thread);
      expect((await client.list()).threads[0]?.canAddMoreMessages ?? false).toBe(false);
    },
  },
  '§5.11 while a large history is read: read again, it is whole': {
    channel: 'multi',
    before: async (actor) => {
      actor.notes.texts = Array.from({ length: 24 }, (_, n) => `${n} ${'ä'.repeat(3900)}`);
      for (const text of actor.notes.texts) await insist(actor, text);
    },
    during: async ({ client, thread }) => {
      client.send('RecoverThread', { thread: { idOnExternalPlatform: thread } });
    },
    after: async ({ client, thread, notes: { texts = [] } }) => {
      const messages = read(await client.recover(thread));
      expect(messages).toEqual(texts.toReversed().slice(0, messages.length));
      expect(client.large.length).toBeGreaterThan(0);
    },
  },
};
for (const [title, flow] of Object.entries(FLOWS)) test(`killed ${title}`, () => killedIn(flow), LONG_MS);

test(
  'killed §5.4 in a secured session: the same transaction token opens the socket again',
  async () => {
    const world = new World(server.demo.digitalChat, desk);
    const { site } = world;
    try {
      const person = newPerson();
      const { visitorId } = person;
      const query = new URLSearchParams({ brandId: String(site.brandId), channelId: site.channels.secured, visitorId });
      const body = { customerIdentity: { idOnExternalPlatform: person.customerId } };
      const { json } = await post(`${site.authorize}?${query}`, body);
      const client = await world.open('web', 'secured', {
        reconnects: true,
        person,
        transactionToken: json.accessToken,
      });
      const actor = { client, thread: crypto.randomUUID(), notes: {} };
      await insist(actor, 'before');
      await server.kill();
      await restart();
      await client.resume();
      await insist(actor, 'after');
      expect(read(await client.recover(actor.thread))).toEqual(['after', 'before']);
      await world.sound();
    } finally {
      await world.leave();
      if (!server.isUp) await restart();
      await desk.tidy();
    }
  },
  LONG_MS,
);

test(
  '§6.8 an orderly stop never closes with 1000, which Android would take for the end',
  async () => {
    const world = new World(server.demo.digitalChat, desk);
    try {
      const client = await world.open('android', 'single', { reconnects: true });
      await server.stop();
      await restart();
      expect(client.closedWith, '6.8: Android takes a close with 1000 as final').not.toBe(1000);
      await client.until(() => client.opens === 2, '1.2: Android did not connect again', 30_000);
    } finally {
      await world.leave();
      if (!server.isUp) await restart();
    }
  },
  LONG_MS,
);

test(
  'killed §5.1 to §5.3 between page views: the app goes on reporting, and nothing fails for it',
  async () => {
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
    await restart();
    expect((await post(events, view())).status).toBeLessThan(300);
  },
  LONG_MS,
);
