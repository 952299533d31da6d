import { randomUUID } from 'node:crypto';
import {
  askInvitations,
  type ChannelActor,
  endThreadContact,
  inviteToContact,
  joinByInvitation,
  leaveContact,
  type Platform,
  readThread,
  readThreadById,
  readThreadHistory,
  readThreads,
  renameThread,
  seeThread,
  sendOnThread,
  type Transaction,
} from '@alongside/domain';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFixture, type Fixture } from '../testing/fixture.ts';
import { addChannel, addCustomer, platformOn } from './channel-fixture.ts';

let fixture: Fixture;
let client: pg.Pool;
let platform: Platform;
beforeAll(async () => {
  fixture = await createFixture({ poolSize: 20 });
  client = new pg.Pool({ connectionString: fixture.url, options: `-c app.tenant=${fixture.tenantId}` });
  platform = platformOn(fixture);
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.inTransaction(work);
const send = (actor: ChannelActor, thread: string, text: string) =>
  sendOnThread(platform, actor, { threadExternalId: thread, message: { messageId: randomUUID(), text, fileIds: [] } });
const texts = async (actor: ChannelActor, conversationId: string) =>
  (await readThreadHistory(platform, actor, { conversationId, before: null, limit: 100 }))
    .flatMap(({ body, from }) =>
      body.kind === 'text' ? [`${from.id === actor.customerId ? 'me' : 'other'}: ${body.text}`] : [],
    )
    .reverse();

/** Somebody with an open contact in a thread, and a code for it. */
async function scene(mode: 'live' | 'multi' | 'single' = 'multi') {
  const channelId = await addChannel(fixture, mode);
  const [owner, guest] = [await addCustomer(fixture, channelId), await addCustomer(fixture, channelId)];
  const thread = randomUUID();
  const { conversationId } = await send(owner, thread, 'Hi');
  const { number } = (await readThread(platform, owner, thread))!.contact;
  return {
    channelId,
    owner,
    guest,
    thread,
    conversationId,
    number,
    code: await inviteToContact(platform, owner, number),
  };
}
const endBySystem = (contactId: string) =>
  run(async (tx) => {
    const change = await tx.contacts.endAnyhow(contactId, 'ended_by_system').catch(() => null);
    const ended = change ?? (await tx.contacts.cancel(contactId, 'cancelled_by_customer'));
    if (!ended) throw new Error('It had ended.');
  });

test('[PART1] a code brings a customer of the channel into the contact; they see it from its start, write as themselves, and are in its log', async () => {
  const { owner, guest, thread, conversationId, code } = await scene();
  expect(await readThread(platform, guest, thread)).toBeNull();
  expect(await readThreadById(platform, guest, conversationId)).toBeNull();
  const joined = await joinByInvitation(platform, guest, code);
  expect(joined.participants).toMatchObject([
    { customerId: owner.customerId, externalId: owner.externalId, firstName: 'Grace', isHere: true, fromSeq: 0 },
    { customerId: guest.customerId, externalId: guest.externalId, isHere: true },
  ]);
  await send(guest, thread.toUpperCase(), 'I am here too');
  await send(owner, thread, 'Good');
  expect(await texts(owner, conversationId)).toEqual(['me: Hi', 'other: I am here too', 'me: Good']);
  expect(await texts(guest, conversationId)).toEqual(['other: Hi', 'me: I am here too', 'other: Good']);
  expect(await readThreads(platform, guest)).toMatchObject([{ id: conversationId, customerId: owner.customerId }]);
  expect(await readThread(platform, guest, null)).toMatchObject({ id: conversationId });
  const log = await run((tx) => tx.log.page(conversationId, { limit: 50 }));
  expect(log.map(({ body }) => body).filter(({ kind }) => kind === 'participant.joined')).toMatchObject([
    { participant: { id: guest.customerId, name: 'Grace Hopper' } },
  ]);
  const contact = await run((tx) => tx.contacts.get(joined.contact.id));
  expect(contact?.thread?.participants).toEqual([{ id: guest.customerId, name: 'Grace Hopper' }]);
});

test('[PART1] coming twice is once; what is of the thread stays with whose thread it is', async () => {
  const { owner, guest, thread, conversationId, number, code } = await scene('live');
  await Promise.all([1, 2, 3].map(() => joinByInvitation(platform, guest, code)));
  await joinByInvitation(platform, owner, code);
  const log = await run((tx) => tx.log.page(conversationId, { limit: 50 }));
  expect(log.filter(({ body }) => body.kind === 'participant.joined')).toHaveLength(1);
  await expect(renameThread(platform, guest, thread, 'Mine')).rejects.toMatchObject({ code: 'not_found' });
  await expect(endThreadContact(platform, guest, thread)).rejects.toMatchObject({ code: 'not_found' });
  await expect(inviteToContact(platform, guest, number)).rejects.toMatchObject({ code: 'not_found' });
  await expect(leaveContact(platform, owner, number)).rejects.toMatchObject({ code: 'not_allowed' });
  await seeThread(platform, guest, thread);
  expect(await run((tx) => tx.log.page(conversationId, { limit: 50 }))).toHaveLength(log.length);
});

test('[PART2] who leaves sees nothing any more and may come back by the code; leaving twice is harmless', async () => {
  const { guest, thread, conversationId, number, code, channelId } = await scene();
  await joinByInvitation(platform, guest, code);
  await Promise.all([1, 2, 3].map(() => leaveContact(platform, guest, number)));
  await leaveContact(platform, guest, number);
  expect(await readThread(platform, guest, thread)).toBeNull();
  await expect(texts(guest, conversationId)).rejects.toMatchObject({ code: 'not_found' });
  const left = (await run((tx) => tx.log.page(conversationId, { limit: 50 }))).filter(
    ({ body }) => body.kind === 'participant.left',
  );
  expect(left).toHaveLength(1);
  expect((await joinByInvitation(platform, guest, code)).participants).toMatchObject([{}, { isHere: true }]);
  const stranger = await addCustomer(fixture, channelId);
  await expect(leaveContact(platform, stranger, number)).rejects.toMatchObject({ code: 'not_found' });
});

test('[PART2] with the end of the contact guests can write no more, and with the next one they are out and see nothing of it', async () => {
  const { owner, guest, thread, conversationId, code } = await scene();
  const { contact } = await joinByInvitation(platform, guest, code);
  await send(guest, thread, 'Before');
  await endBySystem(contact.id);
  await expect(send(guest, thread, 'After')).rejects.toMatchObject({ code: 'conversation_ended' });
  expect(await texts(guest, conversationId)).toContain('me: Before');
  await expect(joinByInvitation(platform, guest, code)).rejects.toMatchObject({ code: 'conversation_ended' });
  await send(owner, thread, 'A private matter');
  expect(await readThread(platform, guest, thread)).toBeNull();
  await expect(texts(guest, conversationId)).rejects.toMatchObject({ code: 'not_found' });
  expect((await readThread(platform, owner, thread))?.participants).toEqual([]);
  // A guest of the next contact sees nothing of the one before.
  const { number } = (await readThread(platform, owner, thread))!.contact;
  await joinByInvitation(platform, guest, await inviteToContact(platform, owner, number));
  expect(await texts(guest, conversationId)).toEqual(['other: A private matter']);
});

test('[PART1] a code is good on its channel, for its contact, for a day; only so many customers come in', async () => {
  const { channelId, guest, code, number, owner } = await scene();
  const elsewhere = await addCustomer(fixture, await addChannel(fixture, 'multi'));
  for (const [actor, said] of [
    [elsewhere, code],
    [guest, `${code.slice(1)}A`],
    [guest, ''],
  ] as const)
    await expect(joinByInvitation(platform, actor, said)).rejects.toMatchObject({ code: 'not_found' });
  const guests = await Promise.all(Array.from({ length: 22 }, () => addCustomer(fixture, channelId)));
  const came = await Promise.allSettled(guests.map((one) => joinByInvitation(platform, one, code)));
  expect(came.filter(({ status }) => status === 'fulfilled')).toHaveLength(19);
  await client.query(`UPDATE contact_invitations SET expires_at = clock_timestamp() WHERE channel_id = $1`, [
    channelId,
  ]);
  await expect(joinByInvitation(platform, guest, code)).rejects.toMatchObject({ code: 'not_found' });
  await fixture.store.sweeps.expire();
  const { rows } = await client.query('SELECT FROM contact_invitations WHERE channel_id = $1', [channelId]);
  expect(rows).toHaveLength(0);
  await expect(inviteToContact(platform, owner, 2 ** 60)).rejects.toMatchObject({ code: 'not_found' });
  await Promise.all(Array.from({ length: 50 }, () => inviteToContact(platform, owner, number)));
  await expect(inviteToContact(platform, owner, number)).rejects.toMatchObject({ code: 'not_allowed' });
});

test('an invitation by e-mail is told to the company with its code; the audit log has no code', async () => {
  const { owner, guest, code, number } = await scene();
  await run((tx) =>
    tx.webhooks.create({
      id: randomUUID(),
      url: 'https://bank.example/',
      description: '',
      events: ['invitation.requested'],
      includeText: false,
      enabled: true,
      sealedSecret: 'sealed',
    }),
  );
  const ask = (actor: ChannelActor, said: string, addresses: string[]) =>
    askInvitations(platform, actor, { contactNumber: number, code: said, addresses });
  await ask(owner, code, ['a@b.example', 'c@d.example']);
  const { rows } = await client.query(`SELECT type, data FROM webhook_events WHERE type = 'invitation.requested'`);
  expect(rows).toMatchObject([{ data: { code, addresses: ['a@b.example', 'c@d.example'] } }]);
  const audited = JSON.stringify(await run((tx) => tx.audit.page({ action: 'invitation.requested' }, 10)));
  expect(audited).toContain('a@b.example');
  expect(audited).not.toContain(code);
  await expect(ask(owner, code, ['nobody'])).rejects.toMatchObject({ code: 'invalid_request' });
  await expect(ask(owner, 'wrong', ['a@b.example'])).rejects.toMatchObject({ code: 'not_found' });
  await expect(ask(guest, code, ['a@b.example'])).rejects.toMatchObject({ code: 'not_found' });
});
