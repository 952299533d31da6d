import { Refused } from '@alongside/domain';
import { previewIn } from '../parsing/customer-message.ts';
import { objectAt, shortTextAt } from '../parsing/json.ts';
import { namedThreadIn } from '../parsing/thread-reference.ts';
import { ACK } from '../rendering/frames.ts';
import type { Handler } from './handler.ts';

export const updateThread: Handler = async (session, { data }) => {
  const name = shortTextAt(objectAt(data, 'thread'), 'threadName', 200)?.trim() ?? '';
  await session.ports.rename(session.known().actor, namedThreadIn(data), name);
  return ACK;
};

export const archiveThread: Handler = async (session, { data }) => {
  await session.ports.archive(session.known().actor, namedThreadIn(data));
  return { type: 'ThreadArchived' };
};

export const messageSeen: Handler = async (session, { data }) => {
  const { actor } = session.known();
  await unlessNotMade(session.ports.seen(actor, namedThreadIn(data)));
  return ACK;
};

export const typing =
  (on: boolean): Handler =>
  async (session, { data }) => {
    const { actor } = session.known();
    await unlessNotMade(session.ports.typing(actor, namedThreadIn(data), on));
    return ACK;
  };

export const sendMessagePreview: Handler = async (session, { data }) => {
  const { actor } = session.known();
  const preview = previewIn(data);
  await unlessNotMade(session.ports.typing(actor, namedThreadIn(data), preview.length > 0, preview));
  return ACK;
};

/** A thread exists for its client before its first message makes it here: what is said of it before says nothing yet. */
export async function unlessNotMade(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Refused) || (error.code !== 'not_found' && error.code !== 'conversation_ended')) throw error;
  }
}
