import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { assertServed, TooOld } from './sdk-version.ts';
import { fakeChat } from './testing/fake-client.ts';
import { CHANNEL } from './testing/fake-values.ts';

test('versions are compared number by number, and who says none passes', () => {
  const channel = { oldestSdk: { web: '2.10', ios: '3.1.3' } };
  for (const version of ['2.10', '2.10.0', '2.10.1-beta.1', '3', '10.0.0', 'v2.11', '', 'latest', null, undefined])
    expect(() => assertServed(channel, 'web', version)).not.toThrow();
  for (const version of ['2.9.9', '2', '1.99.99', '2.9.0-rc.1'])
    expect(() => assertServed(channel, 'web', version)).toThrow(TooOld);
  expect(() => assertServed(channel, 'iOS', '3.1.2')).toThrow(TooOld);
  expect(() => assertServed(channel, 'android', '0.1')).not.toThrow();
  expect(() => assertServed({}, 'web', '0.1')).not.toThrow();
});

test('a client that is too old is told so over REST and by each event, in one word for all', async () => {
  await using chat = fakeChat({ oldestSdk: { web: '2.0', android: '2.0', ios: '2.0' } });
  const params = { brandId: String(CHANNEL.brandId), channelId: CHANNEL.id };
  for (const operationId of ['chatChannelInfo', 'chatAvailability', 'chatAttachment', 'chatMenuItems']) {
    const headers = { 'x-sdk-platform': 'ios', 'x-sdk-version': '1.3.0' };
    const answer = await chat.request(operationId, { params, headers });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: {
          errorCode: 'SdkVersionNotSupported',
          errorMessage: expect.any(String),
          transactionId: expect.any(String),
        },
      },
    });
  }
  for (const platform of ['web', 'android', 'ios']) {
    const client = await chat.connect(platform, { sdkVersion: '1.3.0' });
    const answer = await client.authorize(randomUUID());
    expect(answer.error).toMatchObject({ errorCode: 'SdkVersionNotSupported', transactionId: expect.any(String) });
    const fresh = await chat.connect(platform, { sdkVersion: '2.2.0' });
    expect((await fresh.authorize(randomUUID())).postback?.eventType).toBe('ConsumerAuthorized');
  }
  expect(chat.house.calls.filter(({ name }) => name === 'log.error')).toEqual([]);
});
