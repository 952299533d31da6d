import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { fakeChat } from '../testing/fake-client.ts';
import { message } from '../testing/message-data.ts';

/** A customer who has begun a thread and invited another, who has come. */
async function together(chat: ReturnType<typeof fakeChat>) {
  const owner = await chat.known('owner');
  const thread = randomUUID();
  await owner.ask('SendMessage', message(thread, 'Hi'));
  const created = await owner.push('CaseCreated');
  const contact = { id: created.data.case.id };
  const invited = await owner.ask('CreateInvitationToGroupChat', { contact });
  const guest = await chat.known('guest');
  const joined = await guest.ask('JoinGroupChat', { invitation: invited.postback!.data.invitation });
  return { owner, guest, thread, contact, invited, joined };
}

test('an invitation brings another customer in, who is told the thread, and everybody hears who takes part', async () => {
  await using chat = fakeChat();
  const { owner, guest, thread, contact, invited, joined } = await together(chat);
  expect(invited.postback).toMatchObject({
    eventType: 'InvitationToGroupChatCreated',
    data: { invitation: { code: expect.any(String) } },
  });
  expect(joined.postback).toMatchObject({
    eventType: 'GroupChatJoined',
    data: {
      thread: { idOnExternalPlatform: thread },
      contact: { id: contact.id, recipients: [{ idOnExternalPlatform: 'guest' }] },
    },
  });
  const changed = await owner.push('ContactRecipientsChanged');
  expect(changed).toMatchObject({
    eventObject: 'Case',
    data: {
      thread: { idOnExternalPlatform: thread },
      contact: {
        authorEndUserIdentity: { idOnExternalPlatform: 'owner' },
        recipients: [{ idOnExternalPlatform: 'guest' }],
      },
    },
  });
  const recovered = await guest.ask('RecoverThread', { thread: { idOnExternalPlatform: thread } });
  expect(recovered.postback!.data).toMatchObject({
    contact: { authorEndUserIdentity: { idOnExternalPlatform: 'owner' } },
    messages: [{ authorEndUserIdentity: { idOnExternalPlatform: 'owner' }, direction: 'inbound' }],
  });
  const { threads } = (await guest.ask('FetchThreadList', {})).postback!.data;
  expect(threads).toMatchObject([{ idOnExternalPlatform: thread }]);
});

test('what one writes reaches the other once, with the right author, and so does what an agent says', async () => {
  await using chat = fakeChat();
  const { owner, guest, thread } = await together(chat);
  chat.house.company.take(thread);
  await guest.ask('SendMessage', message(thread, 'I am her lawyer'));
  const said = (text: string) => (frame: { data?: { message?: { messageContent: { text: string } } } }) =>
    frame.data?.message?.messageContent.text === text;
  for (const client of [owner, guest]) {
    const { data } = await client.push('MessageCreated', said('I am her lawyer'));
    expect(data.message).toMatchObject({
      direction: 'inbound',
      authorEndUserIdentity: { idOnExternalPlatform: 'guest' },
    });
  }
  chat.house.company.type(thread, true);
  chat.house.company.say(thread, 'Welcome both');
  for (const client of [owner, guest]) {
    await client.push('SenderTypingStarted');
    const { data } = await client.push('MessageCreated', said('Welcome both'));
    expect(data.message).toMatchObject({ direction: 'outbound', user: { firstName: 'Ada' } });
    expect(client.frames.filter(said('Welcome both'))).toHaveLength(1);
  }
});

test('who leaves hears nothing more; who stays hears that they left', async () => {
  await using chat = fakeChat();
  const { owner, guest, thread, contact } = await together(chat);
  const left = await guest.ask('LeaveGroupChat', { contact });
  expect(Object.keys(left).sort()).toEqual(['createdAt', 'eventId']);
  await owner.push('ContactRecipientsChanged', ({ data }) => data.contact.recipients.length === 0);
  chat.house.company.say(thread, 'Only for you');
  await owner.push('MessageCreated', ({ data }) => data.message.messageContent.text === 'Only for you');
  expect(guest.texts.join()).not.toContain('Only for you');
  const recovered = await guest.ask('RecoverThread', { thread: { idOnExternalPlatform: thread } });
  expect(recovered.error?.errorCode).toBe('RecoveringThreadFailed');
});

test('an invitation by e-mail is handed to the company, and what names nobody is refused', async () => {
  await using chat = fakeChat();
  const { owner, contact, invited } = await together(chat);
  const { invitation } = invited.postback!.data;
  const recipients = [{ idOnExternalPlatform: 'a@b.example' }];
  const sent = await owner.ask('SendEmailInvitationToGroupChat', { contact, invitation, recipients });
  expect(sent.postback).toEqual({ eventType: 'EmailInvitationToGroupChatSent' });
  expect(chat.house.calls.at(-1)).toMatchObject({
    name: 'askInvitations',
    args: [{ contactNumber: Number(contact.id), code: invitation.code, addresses: ['a@b.example'] }],
  });
  for (const [type, data] of [
    ['SendEmailInvitationToGroupChat', { contact, invitation, recipients: [{ idOnExternalPlatform: 'nobody' }] }],
    ['SendEmailInvitationToGroupChat', { contact, recipients }],
    ['CreateInvitationToGroupChat', {}],
    ['JoinGroupChat', { invitation: { code: 'wrong' } }],
    ['LeaveGroupChat', { contact }],
  ] as const)
    expect([type, (await owner.ask(type, data)).error?.errorCode]).toEqual([type, 'InconsistentData']);
});
