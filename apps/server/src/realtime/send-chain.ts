import { Refused } from '@alongside/domain';
import { ERRORS } from '@alongside/protocol';

const PASSING: readonly string[] = ['retry', 'retry_later', 'reconnect'];

/** Conversations of one socket whose last send is known: the one used longest ago is forgotten, and what follows it is sent again from there. */
const MOST_LINKS = 64;

/** Sends that name each other: once one was refused for a reason that passes, none behind it may be stored before it. */
export interface Link {
  last: string;
  broken: boolean;
}

/**
 * What one socket has sent without waiting for the answers. A client names in `after` the send before; where that one never got here or was refused for a reason that
 * passes, what names it is refused too, so that a repetition in order keeps the order [LOG9].
 */
export class SendChain {
  readonly #links = new Map<string, Link>();

  /** Takes the next send. Throws if the one before it cannot be followed. */
  join(conversationId: string, clientId: string, after: string | undefined): Link {
    const known = this.#links.get(conversationId);
    if (after === undefined) {
      const link = { last: clientId, broken: false };
      this.#remember(conversationId, link);
      return link;
    }
    if (known?.last !== after) throw gap();
    this.check(known);
    known.last = clientId;
    this.#remember(conversationId, known);
    return known;
  }

  /** Throws if one before was refused meanwhile. */
  check(link: Link): void {
    if (link.broken) throw gap();
  }

  /** Tells what became of a send. */
  refused(link: Link, refusal: unknown): void {
    if (!(refusal instanceof Refused) || PASSING.includes(ERRORS[refusal.code].action)) link.broken = true;
  }

  /** Re-inserted, so that the map's order is that of the last use. */
  #remember(conversationId: string, link: Link): void {
    this.#links.delete(conversationId);
    this.#links.set(conversationId, link);
    const oldest = this.#links.size > MOST_LINKS ? this.#links.keys().next().value : undefined;
    if (oldest !== undefined) this.#links.delete(oldest);
  }
}

const gap = () =>
  new Refused('store_unavailable', { message: 'A send before this one was refused; send both again, in order.' });
