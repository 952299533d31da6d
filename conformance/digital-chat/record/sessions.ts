import type { ChatClient } from '../client/chat.ts';
import type { ChannelName, Platform } from '../client/site.ts';
import type { Served, Staff } from '../world/world.ts';

/** What happens in a session, one step after the other; each waits for what it must bring. */
export interface Step {
  readonly does: string;
  readonly run: (scene: Scene) => Promise<unknown>;
}

export interface Scene {
  readonly client: ChatClient;
  readonly staff: Staff;
  readonly thread: string;
  agent: Served | null;
}

export interface Session {
  readonly channel: ChannelName;
  readonly platform: Platform;
  readonly steps: readonly Step[];
}

const served = (scene: Scene): Served => {
  if (!scene.agent) throw new Error('No agent has taken this contact yet.');
  return scene.agent;
};
const says = (text: string): Step => ({
  does: `the customer says "${text}"`,
  run: async ({ client, thread }) => client.created(await client.write(thread, text)),
});
const hears = (text: string): Step => ({
  does: `the agent says "${text}"`,
  run: async (scene) => {
    await served(scene).say(text);
    await scene.client.heard(text);
  },
});
const taken: Step = {
  does: 'an agent takes the contact',
  run: async (scene) => {
    scene.agent = await scene.staff.take(scene.client.opening.person);
    await scene.client.push('CaseInboxAssigneeChanged', ({ inboxAssignee }) => inboxAssignee !== null);
  },
};
const authorized: Step = { does: 'the customer connects', run: ({ client }) => client.start() };
const typing: Step = {
  does: 'the agent writes',
  run: async (scene) => {
    await served(scene).typing(true);
    await scene.client.push('SenderTypingStarted');
  },
};
const refusedRecovery = (live: boolean): Step => ({
  does: 'there is nothing to recover',
  run: ({ client }) => (live ? client.recoverLive(null) : client.recover(null)).catch(() => null),
});

/** One session per mode, each spoken by another client. */
export const SESSIONS: Readonly<Record<'multi' | 'single' | 'live', Session>> = {
  multi: {
    channel: 'multi',
    platform: 'web',
    steps: [
      authorized,
      { does: 'an empty list', run: ({ client }) => client.list() },
      says('Hello'),
      taken,
      typing,
      hears('Good day'),
      { does: 'the list', run: ({ client }) => client.list() },
      { does: 'metadata', run: ({ client, thread }) => client.metadata(thread) },
      { does: 'the thread opens', run: ({ client, thread }) => client.recover(thread) },
      { does: 'a new name', run: ({ client, thread }) => client.rename(thread, 'Cards') },
      {
        does: 'archived',
        run: async ({ client, thread }) => {
          await client.archive(thread);
          await client.push('CaseStatusChanged');
        },
      },
    ],
  },
  single: {
    channel: 'single',
    platform: 'android',
    steps: [
      authorized,
      refusedRecovery(false),
      says('Hello'),
      says('Is somebody there?'),
      taken,
      hears('Yes'),
      { does: 'the thread is recovered without an id', run: ({ client }) => client.recover(null) },
    ],
  },
  live: {
    channel: 'live',
    platform: 'ios',
    steps: [
      authorized,
      refusedRecovery(true),
      {
        does: 'the chat begins, and waits',
        run: async ({ client, thread }) => {
          const id = await client.write(thread, 'Begin Conversation', { parameters: { isInitialMessage: true } });
          await client.created(id);
          await client.push('CaseToRoutingQueueAssignmentChanged');
          await client.push('SetPositionInQueue');
        },
      },
      taken,
      hears('Good day'),
      says('Thank you'),
      { does: 'the chat is recovered', run: ({ client }) => client.recoverLive(null) },
      {
        does: 'the customer ends it',
        run: async ({ client, thread }) => {
          await client.endContact(thread);
          await client.push('CaseStatusChanged', (data) => data.case.status === 'closed');
        },
      },
    ],
  },
};
