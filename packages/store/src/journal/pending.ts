import type { Append, Appended } from '@alongside/domain';
import type { EntryBody } from '@alongside/protocol';
import { storableBody, systemId } from '../conversations/entry-rows.ts';

/** An append on its way into the log. */
export class Pending {
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
  sent = false;
  readonly #onAnswer: (appended: Appended) => void;
  readonly #onFailure: (error: unknown) => void;
  #settled = false;

  constructor(
    append: Append,
    deadline: number,
    onAnswer: (appended: Appended) => void,
    onFailure: (error: unknown) => void,
  ) {
    const { body, json } = storableBody(append.body);
    this.append = append;
    this.body = body;
    this.json = json;
    this.authorId = append.author.id ?? systemId;
    this.line = `${append.conversationId}/${this.authorId}`;
    this.key = `${this.line}/${append.clientId.toLowerCase()}`;
    this.deadline = deadline;
    this.#onAnswer = onAnswer;
    this.#onFailure = onFailure;
  }

  /** The caller has its answer. */
  get settled(): boolean {
    return this.#settled;
  }

  resolve(appended: Appended): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#onAnswer(appended);
  }

  reject(error: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#onFailure(error);
  }
}
