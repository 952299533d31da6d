import { randomUUID } from 'node:crypto';
import { liveChannelSessions } from '@alongside/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFixture, type Fixture } from '../testing/fixture.ts';
import { addChannel, addCustomer, channelSettings, platformOn } from './channel-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

test('a session is over by its time, by an end, and when its channel knows customers in another way', async () => {
  const { inTransaction, tenantId } = fixture;
  const channelId = await addChannel(fixture, 'multi', { identity: 'secured' });
  const { customerId } = await addCustomer(fixture, channelId);
  const begin = async (seconds: number) => {
    const id = randomUUID();
    const session = { id, channelId, customerId, identity: 'secured', visitorId: randomUUID() } as const;
    await inTransaction((tx) => tx.channelSessions.begin({ ...session, seconds, mostSeconds: 60 }));
    return id;
  };
  const [good, past, ended] = [await begin(60), await begin(0), await begin(60)];
  await inTransaction((tx) => tx.channelSessions.end(ended));
  const look = () => liveChannelSessions(platformOn(fixture), tenantId, [good, past, ended, randomUUID(), 'none']);
  expect(await look()).toEqual(new Set([good]));
  await inTransaction((tx) =>
    tx.channels.saveChannel({ ...channelSettings('multi'), id: channelId, identity: 'secured_cookie' }),
  );
  expect(await look()).toEqual(new Set());
});
