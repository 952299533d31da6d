import { Refused } from '@alongside/domain';
import type { Handler } from './handler.ts';

/** A thread has one customer here: further ones cannot be invited. Said in words, since clients wait for an answer. */
export const groupChat: Handler = async (session) => {
  session.known();
  throw new Refused('not_allowed', { message: 'Group chats are not offered on this channel.' });
};
