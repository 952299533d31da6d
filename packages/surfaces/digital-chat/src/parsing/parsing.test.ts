import { randomUUID } from 'node:crypto';
import { Refused } from '@alongside/domain';
import { expect, test } from 'vitest';
import { customerMessageIn } from './customer-message.ts';
import { readEnvelope } from './envelope.ts';
import { customFieldsOf } from './fields.ts';
import { nameIn } from './identity.ts';
import { contactNumberIn, threadIn } from './thread-reference.ts';
import { visitorEventOf, visitorFactsOf } from './visitor.ts';

const reader = {
  random: { uuid: () => randomUUID(), bytes: (count: number) => new Uint8Array(count) },
  fileIdOf: (url: string) => (url.startsWith('https://ours/') ? url.slice(13) : null),
};
const clock = { now: () => new Date('2030-01-01T00:00:00.000Z') };
const text = (payload: object, more: object = {}) => ({ messageContent: { type: 'TEXT', payload, ...more } });

test('the identity is read under both of its names', () => {
  for (const key of ['consumerIdentity', 'customerIdentity'])
    expect(nameIn({ [key]: { idOnExternalPlatform: 'c', firstName: ' Ada ', image: 'javascript:1' } })).toEqual({
      externalId: 'c',
      firstName: 'Ada',
      lastName: '',
      imageUrl: null,
    });
  expect(nameIn({ consumerIdentity: {} })).toBeNull();
});

test('what is too long beside a message is cut or left out, and costs nobody their chat', () => {
  const identity = (more: object) => nameIn({ customerIdentity: { idOnExternalPlatform: 'c', ...more } });
  const picture = `data:image/png;base64,${'A'.repeat(5_000)}`;
  expect(identity({ image: picture })?.imageUrl).toBeNull();
  expect(identity({ image: `https://bank.example/${'a'.repeat(2_000)}` })?.imageUrl).toBeNull();
  expect(identity({ firstName: `${'a'.repeat(199)}🙂` })?.firstName).toBe('a'.repeat(199));
  expect(identity({ lastName: 'b'.repeat(300) })?.lastName).toBe('b'.repeat(200));
  const [field] = customFieldsOf({ customFields: [{ ident: 'note', value: `${'c'.repeat(1_023)}🙂` }] }, clock);
  expect(field?.value).toBe('c'.repeat(1_023));
  expect(() => nameIn({ customerIdentity: { idOnExternalPlatform: 'd'.repeat(201) } })).toThrow(Refused);
});

test('no thread has three spellings', () => {
  for (const data of [{}, { thread: {} }, { thread: { client_type: 'no_thread_id' } }, { thread: null }])
    expect(threadIn(data)).toBeNull();
  const idOnExternalPlatform = 'AAAA';
  expect(threadIn({ thread: { idOnExternalPlatform, client_type: 'thread_id' } })).toBe('AAAA');
});

test('a contact is named by digits, as text or as a number', () => {
  expect(contactNumberIn({ contact: { id: '12' } }, 'contact')).toBe(12);
  expect(contactNumberIn({ consumerContact: { id: 12 } }, 'contact', 'consumerContact')).toBe(12);
  for (const id of ['', 'x', '-1', '1.5', '9'.repeat(20), null])
    expect(contactNumberIn({ contact: { id } }, 'contact')).toBeNull();
});

test('a button’s answer keeps its label and postback, wherever the client puts it', () => {
  const messages = [
    text({ text: 'Yes' }, { postback: 'y' }),
    text({ text: 'Yes', postback: 'y' }),
    { messageContent: { type: 'POSTBACK', payload: { text: 'Yes', postback: 'y' } } },
  ];
  for (const data of messages)
    expect(customerMessageIn(data, reader)).toMatchObject({ text: 'Yes', postback: 'y', fileIds: [] });
  expect(customerMessageIn(text({}, { postback: 'y' }), reader)).toMatchObject({ text: 'y', postback: 'y' });
});

test('empty parameters are none, others are kept as they are', () => {
  for (const parameters of [[], {}, null, undefined])
    expect(customerMessageIn(text({ text: 'Hi' }, { parameters }), reader)).not.toHaveProperty('parameters');
  const parameters = { isInitialMessage: true, a: { b: [1] } };
  expect(customerMessageIn(text({ text: 'Hi' }, { parameters }), reader).parameters).toEqual(parameters);
});

test.each([
  ['nothing to read', text({ text: ' ' })],
  ['a text that is too long', text({ text: 'x'.repeat(8_001) })],
  ['a postback that is too long', text({ text: 'x', postback: 'x'.repeat(1_001) })],
  ['parameters that are too large', text({ text: 'x' }, { parameters: { a: 'x'.repeat(5_000) } })],
  ['a file of somebody else', { ...text({ text: 'x' }), attachments: [{ url: 'https://theirs/1' }] }],
  ['an id that is none', { ...text({ text: 'x' }), idOnExternalPlatform: '../x' }],
])('%s is refused', (_what, data) => {
  expect(() => customerMessageIn(data, reader)).toThrow(Refused);
});

test('a file alone is a message', () => {
  const data = { messageContent: { type: 'TEXT', payload: { text: '' } }, attachments: [{ url: 'https://ours/1' }] };
  expect(customerMessageIn(data, reader)).toMatchObject({ text: '', fileIds: ['1'] });
});

test('custom fields: the last word on an ident counts, and no clock is ahead of ours', () => {
  const customFields = [
    { ident: 'age', value: '23' },
    { ident: 'age', value: 24, updatedAt: '2040-01-01T00:00:00Z' },
    { ident: 'name', value: null, updatedAt: '2024-01-01T00:00:00.000z' },
  ];
  expect(customFieldsOf({ customFields }, clock)).toEqual([
    { ident: 'age', value: '24', updatedAt: '2030-01-01T00:00:00.000Z' },
    { ident: 'name', value: '', updatedAt: '2024-01-01T00:00:00.000Z' },
  ]);
  for (const bad of [{ ident: 'a b', value: '' }, { ident: 'a', value: {} }, 7])
    expect(() => customFieldsOf({ customFields: [bad] }, clock)).toThrow(Refused);
});

test('a frame without a readable eventId gets no addressed answer; a heartbeat needs none', () => {
  for (const frame of [null, [], 'x', { eventId: 7 }, { eventId: 'x'.repeat(200) }, { eventId: '' }])
    expect(readEnvelope(frame).kind).toBe('nobody');
  expect(readEnvelope({ action: 'heartbeat' }).kind).toBe('heartbeat');
  expect(readEnvelope({ eventId: 'A', payload: null })).toMatchObject({
    kind: 'event',
    envelope: { eventType: '', data: {} },
  });
});

test('what visitors do is read in our words; what nobody knows is left out', () => {
  const id = randomUUID().toUpperCase();
  const visitId = randomUUID();
  expect(
    visitorEventOf(
      {
        id,
        type: 'TimeSpentOnPage',
        visitId,
        createdAtWithMilliseconds: '2024-01-01T00:00:00.123z',
        data: { title: 'T', url: 'u', timeSpentOnPage: 1.2, x: 1 },
      },
      null,
    ),
  ).toEqual({
    id: id.toLowerCase(),
    type: 'page_left',
    visitId,
    at: '2024-01-01T00:00:00.123Z',
    data: { title: 'T', url: 'u', seconds: 2 },
  });
  for (const event of [null, {}, { type: 'Other' }, 'x']) expect(visitorEventOf(event, null)).toBeNull();
});

test('a device’s facts and push token are read, its address is not', () => {
  const facts = visitorFactsOf({
    browserFingerprint: { os: 'iOS', ip: '1.2.3.4', deviceToken: 'token', applicationType: 'native' },
    journey: { referrer: { url: 'https://a.example' }, utm: { source: 's' } },
    customVariables: [{ identifier: 'tier', value: 'gold' }, 7],
  });
  expect(facts).toEqual({
    device: { os: 'iOS', application: 'native' },
    journey: { referrer: 'https://a.example', utm: { source: 's' } },
    variables: [{ identifier: 'tier', value: 'gold' }],
    pushToken: 'token',
  });
  expect(visitorFactsOf({})).toEqual({ device: {} });
});
