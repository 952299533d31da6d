import { expect } from 'vitest';
import type { ChatClient } from '../client/chat.ts';
import { type ChannelName, type Json, Refused } from '../client/site.ts';
import type { Check, World } from '../world/world.ts';

const refused = (error: unknown) => error instanceof Refused && error.code === 'InconsistentData';
const said = (text: string) => (data: Json) => data.message.messageContent.text === text;

interface Together {
  readonly owner: ChatClient;
  readonly guest: ChatClient;
  readonly thread: string;
  readonly contact: { readonly id: string };
  readonly invitation: { readonly code: string };
}

/** A customer with an open contact, and another one who has joined by their invitation. */
async function together(world: World, channel: ChannelName): Promise<Together> {
  const owner = await world.open('web', channel);
  const thread = crypto.randomUUID();
  await owner.created(await owner.write(thread, 'hi'));
  const contact = { id: owner.contactOf.get(thread) as string };
  const { invitation } = await owner.ask('CreateInvitationToGroupChat', { contact }, 'InvitationToGroupChatCreated');
  expect(invitation?.code, '3: an invitation has a code').toEqual(expect.any(String));
  const guest = await world.open('web', channel);
  const joined = await guest.ask('JoinGroupChat', { invitation }, 'GroupChatJoined');
  expect(joined.thread.idOnExternalPlatform, '3: who joins is told the thread').toBe(thread);
  expect(joined.contact.id, '3: who joins is told the contact').toBe(contact.id);
  return { owner, guest, thread, contact, invitation };
}

const walk = (channel: ChannelName): Check => ({
  title: `§3 group chat (${channel}): a guest joins by a code, each hears the other with the right author, and who leaves hears no more`,
  platforms: ['web'],
  async run(world) {
    const { owner, guest, thread, contact } = await together(world, channel);
    const guestId = guest.opening.person.customerId;
    const ownerId = owner.opening.person.customerId;
    const changed = await owner.push('ContactRecipientsChanged', (data) => data.contact.recipients.length === 1);
    expect(changed.data.contact.recipients[0].idOnExternalPlatform).toBe(guestId);
    expect(changed.data.contact.authorEndUserIdentity.idOnExternalPlatform).toBe(ownerId);
    const recovered = channel === 'live' ? await guest.recoverLive(thread) : await guest.recover(thread);
    expect(recovered.messages.at(-1).authorEndUserIdentity.idOnExternalPlatform).toBe(ownerId);

    await guest.write(thread, 'from the guest');
    for (const client of [owner, guest]) {
      const { message } = (await client.push('MessageCreated', said('from the guest'))).data;
      expect(message.direction, '4.1: inbound is from a customer').toBe('inbound');
      expect(message.authorEndUserIdentity.idOnExternalPlatform, '4.1: the author is who wrote it').toBe(guestId);
    }
    const agent = await world.staff.take(owner.opening.person);
    await agent.say('to both');
    for (const client of [owner, guest]) await client.heard('to both');
    expect(await agent.sees('from the guest')).toBe(1);

    await guest.ask('LeaveGroupChat', { contact }, null);
    await owner.push('ContactRecipientsChanged', (data) => data.contact.recipients.length === 0);
    await agent.say('to one');
    await owner.heard('to one');
    expect(
      guest.pushes.some(({ eventType, data }: Json) => eventType === 'MessageCreated' && said('to one')(data)),
    ).toBe(false);
    await expect(guest.recover(thread)).rejects.toBeInstanceOf(Refused);
    await agent.end();
  },
});

/** §3: the rows of group chat. The page leaves open how long codes are good and what guests may: those rules are our own. */
export const groupChatChecks: readonly Check[] = [
  walk('multi'),
  walk('live'),
  {
    title: '§3 SendEmailInvitationToGroupChat → EmailInvitationToGroupChatSent; without recipient or code an error',
    platforms: ['web'],
    async run(world) {
      const { owner, contact, invitation } = await together(world, 'multi');
      const recipients = [{ idOnExternalPlatform: 'guest@meridian.example' }];
      const send = (data: object) =>
        owner.ask('SendEmailInvitationToGroupChat', data, 'EmailInvitationToGroupChatSent');
      await send({ contact, invitation, recipients });
      await expect(send({ contact, invitation, recipients: [] })).rejects.toSatisfy(refused);
      await expect(send({ contact, recipients })).rejects.toSatisfy(refused);
    },
  },
  {
    title: '§3 group chat: a wrong code, a foreign contact and one that has ended are refused',
    platforms: ['web'],
    async run(world) {
      const { owner, contact, invitation } = await together(world, 'live');
      const stranger = await world.open('web', 'live');
      const join = (code: string) => stranger.ask('JoinGroupChat', { invitation: { code } }, 'GroupChatJoined');
      await expect(join('wrong')).rejects.toSatisfy(refused);
      const foreign = stranger.ask('CreateInvitationToGroupChat', { contact }, 'InvitationToGroupChatCreated');
      await expect(foreign).rejects.toSatisfy(refused);
      await expect(stranger.ask('LeaveGroupChat', { contact }, null)).rejects.toSatisfy(refused);
      const thread = [...owner.contactOf.entries()].find(([, id]) => id === contact.id)?.[0] as string;
      await owner.endContact(thread);
      await owner.push('CaseStatusChanged', ({ case: { status } }) => status === 'closed');
      await expect(join(invitation.code)).rejects.toSatisfy(refused);
    },
  },
];
