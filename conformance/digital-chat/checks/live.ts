import { expect } from 'vitest';
import { textOf } from '../client/chat.ts';
import { type Json, newPerson, Refused } from '../client/site.ts';
import type { Check } from '../world/world.ts';

const refused = (code: RegExp) => (error: unknown) => error instanceof Refused && code.test(error.code);
const INITIAL = { parameters: { isInitialMessage: true } };

/** §5.7 and §5.10: live chat, from the queue to the end. */
export const liveChecks: readonly Check[] = [
  {
    title: '§5.7 nothing to recover: the error RecoveringLivechatFailed, never an empty LivechatRecovered',
    async run(world, platform) {
      const client = await world.open(platform, 'live');
      await expect(client.recoverLive(null)).rejects.toSatisfy(refused(/^RecoveringLivechatFailed$/));
    },
  },
  {
    title: '§5.7 begin: ack, CaseCreated, queue, echo, position; then an agent takes it',
    async run(world, platform) {
      await world.staff.rest();
      const client = await world.open(platform, 'live');
      const thread = crypto.randomUUID();
      const id = await client.write(thread, 'Begin Conversation', platform === 'web' ? {} : INITIAL);
      const echo = await client.created(id);
      if (platform !== 'web') expect(echo.data.message.messageContent.parameters).toMatchObject(INITIAL.parameters);
      const { data } = await client.push('SetPositionInQueue');
      expect(data.consumerContact.id).toBe(echo.data.case.id);
      expect(data.positionInQueue).toBeGreaterThanOrEqual(1);
      expect(typeof data.isAnyAgentOnlineForQueue).toBe('boolean');
      expect(data.routingQueue.id).toEqual(expect.any(String));
      const order = client.pushes.map((push) => push.eventType);
      expect(order.indexOf('CaseCreated')).toBeGreaterThanOrEqual(0);
      expect(order.indexOf('CaseCreated')).toBeLessThan(order.indexOf('MessageCreated'));
      await client.push('CaseToRoutingQueueAssignmentChanged');
      const agent = await world.staff.take(client.opening.person);
      await client.push('CaseInboxAssigneeChanged', ({ inboxAssignee }) => inboxAssignee !== null);
      await agent.say('Good day.');
      await client.heard('Good day.');
      await agent.end();
    },
  },
  {
    title: '§5.7 one who waits behind another is told a place that moves up',
    async run(world, platform) {
      await world.staff.rest();
      const first = await world.open(platform, 'live');
      await first.write(crypto.randomUUID(), 'Begin Conversation');
      const ahead = (await first.push('SetPositionInQueue')).data.positionInQueue;
      const second = await world.open(platform, 'live');
      await second.write(crypto.randomUUID(), 'Begin Conversation');
      const behind = (await second.push('SetPositionInQueue')).data.positionInQueue;
      expect(behind).toBeGreaterThan(ahead);
      const agent = await world.staff.take(first.opening.person);
      await second.push('SetPositionInQueue', (data) => data.positionInQueue < behind);
      await agent.end();
    },
  },
  {
    title: '§5.7 a running chat is recovered on a second device, with its agent and its history',
    async run(world, platform) {
      const person = newPerson();
      const client = await world.open(platform, 'live', { person });
      const thread = crypto.randomUUID();
      await client.write(thread, 'Begin Conversation');
      const agent = await world.staff.take(person);
      await agent.say('Hello');
      await client.heard('Hello');
      const other = await world.open(platform, 'live', { person });
      const result = await other.recoverLive(null);
      expect(result.messages.map(textOf)).toEqual(['Hello', 'Begin Conversation']);
      expect(result.contact.status).not.toBe('closed');
      expect(result.thread.canAddMoreMessages).toBe(true);
      expect(result.inboxAssignee.firstName).toEqual(expect.any(String));
      await agent.end();
    },
  },
  {
    title: '§5.10 EndContact: acknowledged, then CaseStatusChanged closed on every socket; a later message is refused',
    async run(world, platform) {
      const person = newPerson();
      const client = await world.open(platform, 'live', { person });
      const other = await world.open(platform, 'live', { person });
      const thread = crypto.randomUUID();
      const id = await client.write(thread, 'Begin Conversation');
      await client.created(id);
      await client.endContact(thread);
      for (const one of [client, other]) {
        const { data } = await one.push('CaseStatusChanged', (value) => value.case.status === 'closed');
        expect(data.case.statusUpdatedAt).toEqual(expect.any(String));
      }
      const code = platform === 'ios' ? /^InconsistentData$/ : /^SendingMessageFailed$/;
      await expect(client.write(thread, 'one more thing')).rejects.toSatisfy(refused(code));
    },
  },
  {
    title: '§5.7 an agent ends: closed for the customer, and recovery says so or fails',
    async run(world, platform) {
      const client = await world.open(platform, 'live');
      const thread = crypto.randomUUID();
      await client.write(thread, 'Begin Conversation');
      const agent = await world.staff.take(client.opening.person);
      await agent.end();
      await client.push('CaseStatusChanged', (data) => data.case.status === 'closed');
      const result = await client.recoverLive(thread).catch((error: unknown) => error);
      if (result instanceof Refused) expect(result.code).toBe('RecoveringLivechatFailed');
      else
        expect([(result as Json).contact.status, (result as Json).thread.canAddMoreMessages]).toEqual([
          'closed',
          false,
        ]);
      const fresh = crypto.randomUUID();
      await client.write(fresh, 'Begin Conversation');
      await client.push('CaseCreated', (data) => data.case.threadIdOnExternalPlatform === fresh);
    },
  },
  {
    title: '§5.10 SendTranscript → TranscriptSent; for a contact of nobody SendingTranscriptFailed',
    async run(world, platform) {
      const client = await world.open(platform, 'live');
      const thread = crypto.randomUUID();
      const id = await client.write(thread, 'Begin Conversation');
      await client.created(id);
      await client.transcript(thread, 'ada@meridian.example');
      client.contactOf.set('nobody', '999999999');
      await expect(client.transcript('nobody', 'ada@meridian.example')).rejects.toSatisfy(
        refused(/^SendingTranscriptFailed$/),
      );
      await client.endContact(thread);
    },
  },
];
