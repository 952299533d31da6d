import type { ChannelActor, ChannelPerson, Clock, Sealer } from '@alongside/domain';

const LIFE_MILLISECONDS = 5 * 60_000;

export interface Customer {
  readonly actor: ChannelActor;
  readonly person: ChannelPerson;
}

interface Content extends Customer {
  readonly conversationId: string;
  readonly until: number;
}

/** Tokens for one thread's messages: sealed, so that any process can read them and nobody else can make them. */
export class MessageTokens {
  readonly #sealer: Sealer;
  readonly #clock: Clock;

  constructor({ sealer, clock }: { sealer: Sealer; clock: Clock }) {
    this.#sealer = sealer;
    this.#clock = clock;
  }

  issue({ actor, person }: Customer, conversationId: string): string {
    const until = this.#clock.now().getTime() + LIFE_MILLISECONDS;
    const content: Content = { actor, person: { ...person, fields: [] }, conversationId, until };
    return Buffer.from(this.#sealer.seal(JSON.stringify(content))).toString('base64url');
  }

  /** null: not one of ours, or too old. */
  open(token: string): Content | null {
    if (token.length > 8_192) return null;
    try {
      const content = JSON.parse(
        this.#sealer.open(Buffer.from(token, 'base64url').toString('utf8')),
      ) as Partial<Content>;
      const { actor, until } = content;
      if (actor?.kind !== 'channel' || typeof until !== 'number') return null;
      return until > this.#clock.now().getTime() ? (content as Content) : null;
    } catch {
      return null;
    }
  }
}
