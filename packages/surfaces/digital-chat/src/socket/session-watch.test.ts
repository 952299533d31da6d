import { expect, test } from 'vitest';
import { fakeChat } from '../testing/fake-client.ts';

test('sockets of a session that is over are closed, so that their clients show anew who they are; others stay', async () => {
  await using chat = fakeChat({ identity: 'secured' });
  const opened = async (externalId: string) => {
    await chat.house.ports.openSession(
      { brandId: chat.house.channel.brandId, channelId: chat.house.channel.id, visitorId: externalId },
      { externalId, firstName: 'Grace', lastName: '', imageUrl: null },
      null,
    );
    return chat.connect('web', { transactionToken: `tx-${externalId}` });
  };
  const [first, second, other] = [await opened('one'), await opened('one'), await opened('two')];
  await chat.chat.lookAtSessions();
  expect([first, second, other].map(({ closed }) => closed)).toEqual([null, null, null]);
  chat.house.ended.add('session-one');
  await chat.chat.lookAtSessions();
  expect(first.closed).toEqual({ code: 4001, reason: 'session ended' });
  expect(second.closed?.code).toBe(4001);
  expect(other.closed).toBeNull();
});
