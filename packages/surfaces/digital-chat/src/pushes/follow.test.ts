import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { fakeChat } from '../testing/fake-client.ts';
import { message } from '../testing/message-data.ts';

test('a queue that hands on whoever waits too long is told as such', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const thread = randomUUID();
  await client.ask('SendMessage', message(thread, 'Hi'));
  await client.push('MessageCreated');
  chat.house.company.overflow(thread, 'Second line');
  const { data } = await client.push(
    'CaseToRoutingQueueAssignmentChanged',
    (frame) => frame.data.routingQueue?.name === 'Second line',
  );
  expect(data).toMatchObject({ previousRoutingQueue: { name: expect.not.stringMatching('Second line') } });
  expect(client.texts.join()).not.toContain('queue.overflowed');
});

test('that an agent has read is told also if its hint was lost', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const thread = randomUUID();
  await client.ask('SendMessage', message(thread, 'Hi'));
  await client.push('MessageCreated');
  chat.house.company.take(thread);
  await client.push('CaseInboxAssigneeChanged');
  chat.house.company.read(thread, { hint: false });
  chat.house.company.say(thread, 'Hello');
  const { data } = await client.push('MessageReadChanged');
  expect(data.message).toMatchObject({ messageContent: { text: 'Hi' } });
  await client.push('MessageCreated', (frame) => frame.data.message.messageContent.text === 'Hello');
  expect(client.pushes().filter((type) => type === 'MessageReadChanged')).toHaveLength(1);
});

test('that an agent has read is told when the store is back, if it was away just then', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const thread = randomUUID();
  await client.ask('SendMessage', message(thread, 'Hi'));
  await client.push('MessageCreated');
  chat.house.company.take(thread);
  await client.push('CaseInboxAssigneeChanged');
  const tried = () => chat.house.calls.filter(({ name }) => name === 'history').length;
  const before = tried();
  chat.house.store.away = true;
  chat.house.company.read(thread);
  await expect.poll(tried).toBeGreaterThan(before);
  chat.house.store.away = false;
  const { data } = await client.push('MessageReadChanged');
  expect(data.message).toMatchObject({ messageContent: { text: 'Hi' } });
});
