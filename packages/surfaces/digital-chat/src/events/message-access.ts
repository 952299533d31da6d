import { Refused } from '@alongside/domain';
import { namedThreadIn } from '../parsing/thread-reference.ts';
import type { Handler } from './handler.ts';

/** A short-lived token with which one thread's messages may be fetched over REST. */
export const generateAuthorizationToken: Handler = async (session, { data }) => {
  const { actor } = session.known();
  const thread = await session.ports.thread(actor, namedThreadIn(data));
  if (thread === null) throw new Refused('not_found', { message: 'There is no such thread.' });
  return {
    type: 'AuthorizationTokenGenerated',
    data: { authorizationToken: { token: session.messageTokens.issue(session.known(), thread.id) } },
  };
};
