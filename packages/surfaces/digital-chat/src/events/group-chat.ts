import { Refused } from '@alongside/domain';
import { emailsIn } from '../parsing/emails.ts';
import { type Json, objectAt, shortTextAt } from '../parsing/json.ts';
import { contactNumberIn } from '../parsing/thread-reference.ts';
import { ACK } from '../rendering/frames.ts';
import { renderContact, renderThread } from '../rendering/thread.ts';
import type { Handler } from './handler.ts';

const CODE = 128;

/** A code that brings other customers into the contact. */
export const createInvitation: Handler = async (session, { data }) => {
  const { actor } = session.known();
  const number = contactIn(data);
  const code = await session.ports.invite(actor, number);
  return { type: 'InvitationToGroupChatCreated', data: { invitation: { code }, contact: { id: String(number) } } };
};

export const sendEmailInvitation: Handler = async (session, { data }) => {
  const { actor } = session.known();
  const contactNumber = contactIn(data);
  const code = codeIn(data);
  await session.ports.askInvitations(actor, { contactNumber, code, addresses: emailsIn(data, 'recipients') });
  return { type: 'EmailInvitationToGroupChatSent' };
};

export const joinGroupChat: Handler = async (session, { data }) => {
  const { actor, person } = session.known();
  const thread = await session.ports.join(actor, codeIn(data));
  session.follow(thread);
  const contact = renderContact(thread, person);
  return { type: 'GroupChatJoined', data: { contact, consumerContact: contact, thread: renderThread(thread) } };
};

export const leaveGroupChat: Handler = async (session, { data }) => {
  const { actor } = session.known();
  await session.ports.leave(actor, contactIn(data));
  return ACK;
};

function contactIn(data: Json): number {
  const number = contactNumberIn(data, 'contact', 'consumerContact');
  if (number === null)
    throw new Refused('invalid_request', { field: '/contact/id', message: 'The contact is missing.' });
  return number;
}

function codeIn(data: Json): string {
  const code = shortTextAt(objectAt(data, 'invitation'), 'code', CODE);
  if (code === null)
    throw new Refused('invalid_request', { field: '/invitation/code', message: 'The code is missing.' });
  return code;
}
