import { beforeAll, expect, inject, test } from 'vitest';
import { newPerson, type Site } from './client/site.ts';
import { newClient } from './client/new-client.ts';
import { readDemo } from './world/demo.ts';
import { ownChannel } from './world/own-channel.ts';
import { get } from './world/rest.ts';

/* §1.8, §4.5: clients that are too old. Which ones are is the company's word about a channel, so this suite makes one. */

const demo = readDemo(inject('demoJson'));
let site: Site;
beforeAll(async () => {
  site = await ownChannel(demo, 'multi', { oldestSdk: { web: '99.0', android: '99.0', ios: '99.0' } });
});

const headers = (platform: string, version: string) => ({ 'x-sdk-platform': platform, 'x-sdk-version': version });

test.each(['web', 'android', 'ios'] as const)(
  '%s: §1.8 REST answers 4xx with SdkVersionNotSupported',
  async (platform) => {
    const channel = `${site.chat}/1.0/brand/${site.brandId}/channel/${site.channels.multi}`;
    for (const url of [channel, `${channel}/availability`]) {
      const old = await get(url, headers(platform, '3.2.2'));
      expect(old.status).toBeGreaterThanOrEqual(400);
      expect(old.status).toBeLessThan(500);
      expect(old.json.error).toMatchObject({ errorCode: 'SdkVersionNotSupported', errorMessage: expect.any(String) });
      expect((await get(url, headers(platform, '99.0.1'))).status).toBe(200);
    }
  },
);

test.each(['web', 'android', 'ios'] as const)(
  '%s: §1.8 the socket answers each event with the same errorCode',
  async (platform) => {
    const client = newClient(platform, { site, channel: 'multi', person: newPerson() });
    try {
      await client.connect();
      const eventId = client.send('AuthorizeCustomer', { disableChannelInfo: true }, 'register');
      const answer = await client.until(() => client.answerOf(eventId), '1.5: the event was not answered');
      expect(answer.error).toMatchObject({ errorCode: 'SdkVersionNotSupported', transactionId: expect.any(String) });
      expect(client.isOpen).toBe(true);
    } finally {
      await client.leave();
    }
  },
);
