import { expect } from 'vitest';
import { same, textOf } from '../client/chat.ts';
import { type Json, newPerson, Refused } from '../client/site.ts';
import type { Check } from '../world/world.ts';

const refused = (code: RegExp) => (error: unknown) => error instanceof Refused && code.test(error.code);
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** §3.1, §4.3, §5.9: what is said, by both sides. */
export const messageChecks: readonly Check[] = [
  {
    title: '§3 SendMessage: a bare ack, then CaseCreated before the echo, each with an eventId of its own',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      const id = await client.write(thread, 'Hello there');
      const { data } = await client.created(id);
      expect(textOf(data.message)).toBe('Hello there');
      expect([data.message.direction, data.message.isMadeByUser ?? false]).toEqual(['inbound', false]);
      expect(data.message.hasAdditionalMessageContent).toBe(false);
      expect(data.message.authorEndUserIdentity.lastName).toBe(client.opening.person.lastName);
      const order = client.pushes.map((push) => push.eventType);
      const born = order.indexOf('CaseCreated');
      if (born < 0 || born > order.indexOf('MessageCreated'))
        client.breaks('4.3: CaseCreated comes before the first MessageCreated of a contact');
    },
  },
  {
    title: '§3.1 the message id is an idempotency key: the same again is answered, and stands once',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      const messageId = crypto.randomUUID();
      await client.write(thread, 'once', { messageId });
      await client.created(messageId);
      await client.write(thread, 'once', { messageId });
      await client.write(thread, 'twice');
      expect((await client.recover(thread)).messages.map(textOf)).toEqual(['twice', 'once']);
    },
  },
  {
    title: '§3.1 parameters are echoed unchanged, postbacks are taken from where each client puts them',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      const parameters = {
        isInitialMessage: true,
        isUnsupportedMessageTypeAnswer: true,
        isInactivityPopupAnswer: true,
      };
      const first = await client.write(thread, 'Begin Conversation', { parameters });
      expect((await client.created(first)).data.message.messageContent.parameters).toEqual(parameters);
      const second = await client.write(thread, 'Yes', { postback: 'answer:yes' });
      expect(textOf((await client.created(second)).data.message)).toBe('Yes');
      const [last] = (await client.recover(thread)).messages;
      expect(textOf(last)).toBe('Yes');
    },
  },
  {
    title: '§2.2 §3.1 an attachment: uploaded, sent, and echoed with all four of its fields, readable at its address',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const { site } = world;
      const url = `${site.chat}/1.0/brand/${site.brandId}/channel/${client.channelId}/attachment`;
      const body = JSON.stringify({ content: PNG, mimeType: 'image/png', fileName: 'dot.png' });
      const uploaded = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      expect(uploaded.status).toBe(200);
      const { fileUrl } = (await uploaded.json()) as Json;
      const web = { url: fileUrl, friendlyName: 'dot.png' };
      const attachments = [platform === 'web' ? web : { ...web, mimeType: 'image/png', fileName: 'dot.png' }];
      const id = await client.write(crypto.randomUUID(), 'see', { attachments });
      const { message } = (await client.created(id)).data;
      expect(message.attachments).toHaveLength(1);
      expect(message.attachments[0]).toMatchObject({
        friendlyName: 'dot.png',
        mimeType: 'image/png',
        fileName: 'dot.png',
      });
      const read = await fetch(message.attachments[0].url, { credentials: 'omit' });
      expect(read.status).toBe(200);
      expect(Buffer.from(await read.arrayBuffer()).toString('base64')).toBe(PNG);
    },
  },
  {
    title: '§5.9 SendOutbound (the welcome) and then SendMessage: both stand, in this order, acknowledged bare',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      await client.writeOutbound(thread, 'Welcome, Ada!');
      await client.write(thread, 'Hello');
      expect((await client.recover(thread)).messages.map(textOf)).toEqual(['Hello', 'Welcome, Ada!']);
    },
  },
  {
    title: '§3 custom fields: with the first message, later by Set…CustomFields, shown with updatedAt on recovery',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      const id = await client.write(thread, 'hi');
      await client.created(id);
      await client.push('CaseCreated');
      await client.contactFields(thread, [{ ident: 'age', value: '24', updatedAt: '2024-12-06T08:37:50.000z' }]);
      await client.customerFields([{ ident: 'email', value: 'ada@meridian.example' }]);
      const { contact, customer } = await client.recover(thread);
      for (const field of [...contact.customFields, ...customer.customFields])
        expect(field.updatedAt).toEqual(expect.any(String));
    },
  },
  {
    title: '§6.7 pushes reach every socket of the customer on the channel, answers only the one that asked',
    async run(world, platform) {
      const person = newPerson();
      const [one, two] = [
        await world.open(platform, 'multi', { person }),
        await world.open(platform, 'multi', { person }),
      ];
      const stranger = await world.open(platform, 'multi');
      const elsewhere = await world.open(platform, 'single', { person });
      const id = await one.write(crypto.randomUUID(), 'to all of mine');
      await Promise.all([one.created(id), two.created(id)]);
      expect(stranger.pushes.filter((push) => push.eventType === 'MessageCreated')).toEqual([]);
      await elsewhere.sound();
      expect(elsewhere.pushes.filter((push) => push.eventType === 'MessageCreated')).toEqual([]);
    },
  },
  {
    title: '§6.5 an error goes to the socket that asked, and to no other',
    async run(world, platform) {
      const person = newPerson();
      const [one, two] = [
        await world.open(platform, 'multi', { person }),
        await world.open(platform, 'multi', { person }),
      ];
      await expect(one.recover(crypto.randomUUID())).rejects.toBeInstanceOf(Refused);
      await two.list();
      expect(two.frames.filter((frame) => frame.error)).toEqual([]);
    },
  },
  {
    title: '§4.3 the customer’s own typing is acknowledged and never echoed',
    async run(world, platform) {
      const person = newPerson();
      const [one, two] = [
        await world.open(platform, 'multi', { person }),
        await world.open(platform, 'multi', { person }),
      ];
      const thread = crypto.randomUUID();
      await one.write(thread, 'hi');
      await one.typing(thread, true);
      await one.typing(thread, false);
      const marker = await one.write(thread, 'done');
      await Promise.all([one.created(marker), two.created(marker)]);
      for (const client of [one, two])
        expect(client.pushes.filter((push) => /^SenderTyping/.test(push.eventType))).toEqual([]);
    },
  },
  {
    title: '§5.9 with an agent: assignee, typing outbound, their message, seen and read',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      const mine = await client.write(thread, 'is somebody there?');
      await client.created(mine);
      const agent = await world.staff.take(client.opening.person);
      const { data } = await client.push('CaseInboxAssigneeChanged', ({ inboxAssignee }) => inboxAssignee !== null);
      expect(Number.isInteger(data.inboxAssignee.id)).toBe(true);
      await agent.typing(true);
      const typing = await client.push('SenderTypingStarted');
      expect(typing.data.direction).toBe('outbound');
      expect(same(typing.data.thread.idOnExternalPlatform, thread)).toBe(true);
      await agent.say('Yes, I am.');
      const theirs = await client.heard('Yes, I am.');
      expect(theirs.data.message.authorUser?.id ?? theirs.data.message.user?.id).toBe(data.inboxAssignee.id);
      await client.seen(thread);
      if (platform !== 'web') await client.push('MessageSeenChanged');
      await agent.read();
      const read = await client.push('MessageReadChanged');
      expect(read.data.message.userStatistics.readAt).toEqual(expect.any(String));
      expect(await agent.sees('is somebody there?')).toBe(1);
      expect((await client.recover(thread)).inboxAssignee.id).toBe(data.inboxAssignee.id);
    },
  },
  {
    title: '§4.4 rich content of an agent reaches the client with its published type and a fallback text',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      await client.write(thread, 'show me');
      const agent = await world.staff.take(client.opening.person);
      const actions = [{ text: 'Yes', postback: 'yes' }];
      await agent.rich({ type: 'quick_replies', text: 'Sure?', actions }, 'Sure? Yes');
      const { message } = (
        await client.push('MessageCreated', (data) => data.message.messageContent.type === 'QUICK_REPLIES')
      ).data;
      expect(message.messageContent).toMatchObject({
        fallbackText: 'Sure? Yes',
        payload: { text: { content: 'Sure?' }, actions: [{ type: 'REPLY_BUTTON', text: 'Yes', postback: 'yes' }] },
      });
      await agent.rich({ type: 'list_picker', title: 'Pick', text: 'One of', actions }, 'Pick: Yes');
      await client.push('MessageCreated', (data) => data.message.messageContent.type === 'LIST_PICKER');
    },
  },
  {
    title: '§4.5 a message that cannot be: SendingMessageFailed (iOS: InconsistentData), and the socket lives on',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const code = refused(platform === 'ios' ? /^InconsistentData$/ : /^SendingMessageFailed$/);
      const broken = client.writing(crypto.randomUUID(), 'x');
      delete broken.messageContent;
      await expect(client.ask('SendMessage', broken, null)).rejects.toSatisfy(code);
      const noThread = client.writing(crypto.randomUUID(), 'x');
      delete noThread.thread;
      await expect(client.ask('SendMessage', noThread, null)).rejects.toSatisfy(code);
      const outbound = client.writing(crypto.randomUUID(), 'x', {}, true);
      delete outbound.messageContent;
      const outboundCode = refused(platform === 'ios' ? /^InconsistentData$/ : /^SendingOutboundFailed$/);
      await expect(client.ask('SendOutbound', outbound, null)).rejects.toSatisfy(outboundCode);
      await client.write(crypto.randomUUID(), 'still here');
    },
  },
];
