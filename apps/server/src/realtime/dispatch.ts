import {
  type Actor,
  appendEntry,
  assertMayRead,
  markRead,
  type Platform,
  Refused,
  signalDelivered,
  signalTyping,
} from '@alongside/domain';
import type { Send, Up } from '@alongside/protocol';
import type { PendingSends } from '../edge/pending-sends.ts';
import { wireErrorOf } from '../edge/wire-refusal.ts';
import type { CallDoor } from '../calls/call-door.ts';
import type { Connection } from './connection.ts';
import type { Feeds } from './feeds.ts';
import { Ordered } from './ordered.ts';
import { SendChain } from './send-chain.ts';
import type { SupervisorBoards } from './supervisor-boards.ts';
import type { VisitorWatchers } from './visitor-watchers.ts';

/** Requests of one socket that are not answered yet. */
const MOST_PENDING = 256;

/** Turns the frames of one socket into commands and their outcomes into replies. It writes to this socket alone. */
export class Dispatch {
  readonly #platform: Platform;
  readonly #pendingSends: PendingSends;
  readonly #feeds: Feeds;
  readonly #boards: SupervisorBoards;
  readonly #visitors: VisitorWatchers;
  readonly #calls: CallDoor;
  readonly #connection: Connection;
  readonly #sends = new Ordered();
  readonly #typing = new Ordered();
  readonly #chain = new SendChain();
  #pending = 0;
  #onIdle: (() => void) | null = null;

  constructor(
    platform: Platform,
    pendingSends: PendingSends,
    feeds: Feeds,
    boards: SupervisorBoards,
    visitors: VisitorWatchers,
    calls: CallDoor,
    connection: Connection,
  ) {
    this.#platform = platform;
    this.#pendingSends = pendingSends;
    this.#feeds = feeds;
    this.#boards = boards;
    this.#visitors = visitors;
    this.#calls = calls;
    this.#connection = connection;
  }

  handle(frame: Up): void {
    const { actor } = this.#connection;
    switch (frame.t) {
      case 'hello':
        throw new Refused('invalid_request', { field: '/t', message: 'hello comes once, first.' });
      case 'ping':
        this.#connection.send({ t: 'pong' });
        return;
      case 'pong':
        return;
      case 'subscribe':
        this.#answer(frame.id, () => this.#subscribe(frame));
        return;
      case 'unsubscribe':
        this.#answer(frame.id, async () => {
          this.#feeds.unsubscribe(this.#connection, frame.conversationId);
          return {};
        });
        return;
      case 'watch_board':
        this.#answer(frame.id, async () => {
          if (actor.kind !== 'agent' || actor.role === 'agent')
            throw new Refused('not_allowed', { message: 'The board is for supervisors.' });
          this.#boards.watch(actor.tenantId, this.#connection, frame.on);
          return {};
        });
        return;
      case 'watch_visitors':
        this.#answer(frame.id, async () => {
          if (actor.kind !== 'agent') throw new Refused('not_allowed', { message: 'Visitors are for agents.' });
          this.#visitors.watch(actor.tenantId, this.#connection, frame.on);
          return {};
        });
        return;
      case 'send':
        this.#answer(frame.id, () => this.#send(actor, frame));
        return;
      case 'call.join':
      case 'call.publish':
      case 'call.restart':
        // Answered by the process that carries the call, unless it does not get that far.
        this.#answer(frame.id, async () => {
          await this.#calls.hear(this.#connection, frame);
          return null;
        });
        return;
      case 'call.answer':
      case 'call.candidate':
      case 'call.facts':
        this.#signal(() => this.#calls.hear(this.#connection, frame));
        return;
      case 'read':
        this.#answer(frame.id, async () => {
          await markRead(this.#platform, actor, { conversationId: frame.conversationId, upTo: frame.upTo });
          return {};
        });
        return;
      case 'delivered':
        this.#signal(() =>
          signalDelivered(this.#platform, actor, { conversationId: frame.conversationId, upTo: frame.upTo }),
        );
        return;
      case 'typing':
        // Of two looked up at once either may be the last, and the other side would go on seeing somebody type.
        this.#signal(() =>
          this.#typing.run(frame.conversationId, true, () =>
            signalTyping(this.#platform, actor, { conversationId: frame.conversationId, on: frame.on }),
          ),
        );
        return;
    }
  }

  /** Resolves when nothing waits for its answer any more. */
  idle(): Promise<void> {
    if (this.#pending === 0) return Promise.resolve();
    return new Promise((idle) => {
      this.#onIdle = idle;
    });
  }

  refuse(id: string | null, refusal: unknown): void {
    const error = this.#wire(refusal);
    if (id === null) this.#connection.send({ t: 'fault', error });
    else this.#connection.reply(id, { ok: false, error });
  }

  /** Its reply goes out by itself, before the first entries [SUB1]. */
  async #subscribe(frame: Extract<Up, { t: 'subscribe' }>): Promise<null> {
    await this.#feeds.subscribe(this.#connection, frame.conversationId, frame.after, (lastSeq) =>
      this.#connection.reply(frame.id, { ok: true, result: { lastSeq } }),
    );
    return null;
  }

  async #send(actor: Actor, { conversationId, clientId, body, after }: Send): Promise<object> {
    // Before anything is remembered of a conversation that is not theirs.
    assertMayRead(actor, conversationId);
    const slow = body.kind === 'file';
    const link = this.#chain.join(conversationId, clientId, after);
    const work = () => {
      if (after !== undefined) this.#chain.check(link);
      return this.#pendingSends.run(actor.tenantId, () =>
        appendEntry(this.#platform, actor, { conversationId, clientId, body }),
      );
    };
    try {
      const { seq, at } = await this.#sends.run(conversationId, slow, work);
      return { seq, at };
    } catch (refusal) {
      this.#chain.refused(link, refusal);
      throw refusal;
    }
  }

  /** One reply for a request: its result, or why not. `null`: it has been sent. */
  #answer(id: string, work: () => Promise<object | null>): void {
    if (this.#pending >= MOST_PENDING) {
      this.refuse(
        id,
        new Refused('rate_limited', {
          message: `More than ${MOST_PENDING} requests wait for an answer.`,
          retryAfterSeconds: 1,
        }),
      );
      return;
    }
    this.#pending += 1;
    work().then(
      (result) => {
        this.#settled();
        if (result) this.#connection.reply(id, { ok: true, result });
      },
      (refusal) => {
        this.#settled();
        this.refuse(id, refusal);
      },
    );
  }

  /** A signal has no reply, and nobody misses one that is lost [SIG1]. */
  #signal(work: () => Promise<void>): void {
    if (this.#pending >= MOST_PENDING) return;
    this.#pending += 1;
    work()
      .catch((error) => {
        if (!(error instanceof Refused)) this.#wire(error);
      })
      .finally(() => this.#settled());
  }

  #wire(refusal: unknown) {
    return wireErrorOf(refusal, { log: this.#platform.log, requestId: this.#connection.id, where: 'socket' });
  }

  #settled(): void {
    this.#pending -= 1;
    if (this.#pending === 0) this.#onIdle?.();
  }
}
