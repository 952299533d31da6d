import type { Append, Appended } from '@alongside/domain';
import type { EntryBody } from '@alongside/protocol';
import { storableBody, systemId } from '../conversations/entry-rows.ts';

/** An append on its way into the log. */
export interface Pending {
  readonly append: Append;
  readonly body: EntryBody;
  readonly json: string;
  readonly authorId: string;
  /** Conversation and sender: entries of one line keep their order [LOG4]. */
  readonly line: string;
  /** Conversation, sender and client id in small letters: at most one of a key in a batch [LOG3]. */
  readonly key: string;
  /** When the caller is told that the store does not answer; on the scale of performance.now(). */
  readonly deadline: number;
  /** Sent at least once: an earlier try may have been committed. */
  sent: boolean;
  /** The caller has its answer. */
  settled: boolean;
  resolve(appended: Appended): void;
  reject(error: unknown): void;
}

export function pendingOf(
  append: Append,
  deadline: number,
  resolve: (appended: Appended) => void,
  reject: (error: unknown) => void,
): Pending {
  const { body, json } = storableBody(append.body);
  const authorId = append.author.id ?? systemId;
  const line = `${append.conversationId}/${authorId}`;
  const pending: Pending = {
    append,
    body,
    json,
    authorId,
    line,
    key: `${line}/${append.clientId.toLowerCase()}`,
    deadline,
    sent: false,
    settled: false,
    resolve(appended) {
      if (pending.settled) return;
      pending.settled = true;
      resolve(appended);
    },
    reject(error) {
      if (pending.settled) return;
      pending.settled = true;
      reject(error);
    },
  };
  return pending;
}
