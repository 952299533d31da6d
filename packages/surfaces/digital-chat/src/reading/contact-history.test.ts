import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { fakeChat, type Loose } from '../testing/fake-client.ts';
import { message } from '../testing/message-data.ts';

test('a recovered thread says what became of its contacts, the earlier ones too, newest first', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const thread = randomUUID();
  await client.ask('SendMessage', message(thread, 'Hi'));
  chat.house.company.take(thread);
  chat.house.company.end(thread);
  await client.push('CaseStatusChanged');
  await client.ask('SendMessage', message(thread, 'Once more'));
  const first = (await client.push('CaseCreated')).data.case.id;
  const { data } = (await client.ask('RecoverThread', { thread: { idOnExternalPlatform: thread } })).postback!;
  const told = data.contactHistory.map((event: Loose) => [event.eventType, event.data.case.id, event.data.case.status]);
  expect(told).toEqual([
    ['CaseCreated', data.contact.id, 'new'],
    ['CaseStatusChanged', first, 'resolved'],
    ['CaseInboxAssigneeChanged', first, 'open'],
    ['CaseCreated', first, 'new'],
  ]);
  expect(data.contact.id).not.toBe(first);
  expect(data.contactHistory[2].data).toMatchObject({
    inboxAssignee: { firstName: 'Ada' },
    thread: { idOnExternalPlatform: thread },
  });
  const createdAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
  for (const event of data.contactHistory)
    expect(event).toMatchObject({ eventId: expect.any(String), eventObject: 'Case', createdAt });
});
