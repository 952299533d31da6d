import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { fakeChat } from '../testing/fake-client.ts';
import { message } from '../testing/message-data.ts';

test('the rest of the events is answered with the type that is waited for', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const thread = { idOnExternalPlatform: randomUUID() };
  await client.ask('SendMessage', message(thread.idOnExternalPlatform, 'Hi'));
  const acknowledged: [string, object][] = [
    ['SenderTypingStarted', { thread }],
    ['SenderTypingEnded', { thread }],
    ['SenderTypingStarted', { thread: { idOnExternalPlatform: randomUUID() } }],
    ['SendMessagePreview', { thread, messageContent: { type: 'TEXT', payload: { text: 'I am wri' } } }],
    ['MessageSeenByCustomer', { thread }],
    ['SetConsumerContactCustomFields', { thread, customFields: [{ ident: 'age', value: '24' }], contact: { id: '1' } }],
    [
      'SetContactCustomFields',
      { thread, customFields: [{ ident: 'age', value: '24', updatedAt: '2024-01-01T00:00:00.000z' }] },
    ],
    [
      'SetContactCustomFields',
      { thread: { idOnExternalPlatform: randomUUID() }, customFields: [{ ident: 'age', value: '24' }] },
    ],
    ['SetConsumerCustomFields', { customFields: [{ ident: 'age', value: '24' }] }],
    ['SetCustomerCustomFields', { customFields: [{ ident: 'age', value: 24 }] }],
    [
      'StoreVisitorEvents',
      {
        visitorEvents: [
          { id: randomUUID(), type: 'PageView', createdAtWithMilliseconds: '2024-01-01T00:00:00.000z', data: {} },
        ],
      },
    ],
    ['ExecuteTrigger', { trigger: { id: 't' } }],
    ['StoreVisitor', {}],
    ['SendPageViews', {}],
    ['AddVisitorTags', {}],
    ['RemoveVisitorTags', {}],
  ];
  for (const [type, data] of acknowledged) {
    const answer = await client.ask(type, data);
    expect([type, Object.keys(answer).sort()]).toEqual([type, ['createdAt', 'eventId']]);
  }
  const transcript = {
    consumerContact: { id: '7259999' },
    consumerRecipients: [{ idOnExternalPlatform: 'a@b.example' }],
  };
  expect((await client.ask('SendTranscript', transcript)).postback).toEqual({ eventType: 'TranscriptSent' });
  const offline = {
    messageContent: { type: 'TEXT', payload: { text: 'Call me' } },
    authorCustomerIdentity: { idOnExternalPlatform: 'a@b.example' },
  };
  expect((await client.ask('SendOfflineMessage', offline)).postback).toEqual({ eventType: 'OfflineMessageSent' });
  const { postback } = await client.ask('GenerateAuthorizationToken', { thread, url: 'x' });
  expect(postback?.eventType).toBe('AuthorizationTokenGenerated');
  const recovered = await client.ask('RecoverThread', { thread });
  const { id } = recovered.postback!.data.messages[0];
  const read = await chat.request('chatMessage', {
    params: { brandId: '1386', messageId: id },
    headers: { authorization: `Bearer ${postback!.data.authorizationToken.token}` },
  });
  expect(read).toMatchObject({ status: 200, body: { id, messageContent: { text: 'Hi' } } });
  for (const type of ['CreateInvitationToGroupChat', 'JoinGroupChat', 'NoSuchEvent'])
    expect((await client.ask(type, {})).error?.errorCode).toBe('InconsistentData');
});
