import { Refused } from '@alongside/domain';
import type { Json } from '../parsing/json.ts';
import { isObject, listAt, shortTextAt } from '../parsing/json.ts';
import { contactNumberIn, threadIn } from '../parsing/thread-reference.ts';
import { ACK } from '../rendering/frames.ts';
import type { Session } from '../socket/session.ts';
import type { Handler } from './handler.ts';

const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,190}$/;
const MOST_ADDRESSES = 10;

export const endContact: Handler = async (session, { data }) => {
  const { actor } = session.known();
  await session.ports.endContact(actor, threadIn(data) ?? (await threadOfContact(session, data)));
  return ACK;
};

export const sendTranscript: Handler = async (session, { data }) => {
  const { actor } = session.known();
  const number = contactNumberIn(data, 'consumerContact', 'contact');
  if (number === null) throw new Refused('invalid_request', { message: 'The contact is missing.' });
  const addresses = listAt(data, 'consumerRecipients', MOST_ADDRESSES).map((recipient) => {
    const address = isObject(recipient) ? shortTextAt(recipient, 'idOnExternalPlatform', 255) : null;
    if (address === null || !ADDRESS.test(address))
      throw new Refused('invalid_request', { message: 'A recipient has no e-mail address.' });
    return address;
  });
  if (addresses.length === 0) throw new Refused('invalid_request', { message: 'There is no recipient.' });
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
