import { Refused } from '@alongside/domain';
import { emailsIn } from '../parsing/emails.ts';
import type { Json } from '../parsing/json.ts';
import { contactNumberIn, threadIn } from '../parsing/thread-reference.ts';
import { ACK } from '../rendering/frames.ts';
import type { Session } from '../socket/session.ts';
import type { Handler } from './handler.ts';

export const endContact: Handler = async (session, { data }) => {
  const { actor } = session.known();
  await session.ports.endContact(actor, threadIn(data) ?? (await threadOfContact(session, data)));
  return ACK;
};

export const sendTranscript: Handler = async (session, { data }) => {
  const { actor } = session.known();
  const number = contactNumberIn(data, 'consumerContact', 'contact');
  if (number === null) throw new Refused('invalid_request', { message: 'The contact is missing.' });
  const addresses = emailsIn(data, 'consumerRecipients');
  await session.ports.sendTranscript(actor, number, addresses);
  return { type: 'TranscriptSent' };
};

async function threadOfContact(session: Session, data: Json): Promise<string> {
  const number = contactNumberIn(data, 'contact', 'consumerContact');
  const threads = number === null ? [] : await session.ports.threads(session.known().actor);
  const thread = threads.find(({ contact }) => contact.number === number);
  if (!thread) throw new Refused('not_found', { message: 'There is no such contact.' });
  return thread.externalId;
}
