import type { Down, Entry } from '@alongside/protocol';
import { backoffMs } from '../backoff.ts';
import { type AlongsideError, asAlongsideError, fromWire, isTransient } from '../errors.ts';
import type { Random } from '../ports/ports.ts';
import type { Timers } from '../timers.ts';
import type { RequestFrame, Result } from './requests.ts';

/** Behind what the server said it has, for this long without progress: a frame was lost on the way. */
const BEHIND_MS = 10_000;

/** Who takes the entries of one conversation. */
export interface Sink {
  /** The last contiguous seq; null while it is not known where to begin. */
  cursor(): number | null;
  /** Reads what must be there before the first subscription. */
  prepare(): Promise<void>;
  /** Merges by seq. False if the entries do not join what is there. */
  take(entries: readonly Entry[]): boolean;
  /** The log is not the one that was read: forget it [SUB3]. */
  reset(): void;
  /** Everything that the server had at the subscription is here. */
  caughtUp(): void;
  /** The connection is gone, for now. */
  lost(): void;
  /** This conversation is not for us, or no more. */
  refused(error: AlongsideError): void;
}

/** The table of subscriptions, keyed by conversation, so that no number of reconnects doubles a handler. */
export interface Subscriptions {
  add(conversationId: string, sink: Sink): void;
  remove(conversationId: string): void;
  welcome(): void;
  lost(): void;
  frame(frame: Extract<Down, { t: 'entries' | 'resync' }>): void;
  /** The server has the log up to here; known from an answer to a send. */
  expect(conversationId: string, seq: number): void;
}

interface Topic {
  readonly sink: Sink;
  asking: boolean;
  caughtUp: boolean;
  /** The highest seq that the server is known to have. */
  target: number;
  /** Troubles in a row. */
  troubles: number;
  cancelTimer: () => void;
}

interface SubscriptionsOptions {
  readonly request: (frame: RequestFrame) => Promise<Result>;
  readonly isWelcomed: () => boolean;
  readonly timers: Timers;
  readonly random: Random;
}

export function createSubscriptions({ request, isWelcomed, timers, random }: SubscriptionsOptions): Subscriptions {
  const topics = new Map<string, Topic>();
  // The one ask that counts is the last; a lost connection voids it.
  const asks = new WeakMap<Topic, object>();

  const progress = (topic: Topic, id: string) => {
    const { sink } = topic;
    if (topic.asking) return;
    topic.cancelTimer();
    if ((sink.cursor() ?? 0) < topic.target) {
      topic.cancelTimer = timers.after(BEHIND_MS, () => ask(topic, id));
    } else if (!topic.caughtUp) {
      topic.caughtUp = true;
      sink.caughtUp();
    }
  };

  const trouble = (topic: Topic, id: string, error: AlongsideError | null = null) => {
    const wait = topic.troubles === 0 && !error ? 0 : backoffMs(topic.troubles, random, error);
    topic.troubles += 1;
    topic.asking = true;
    topic.cancelTimer();
    topic.cancelTimer = timers.after(wait, () => ask(topic, id));
  };

  const mend = (topic: Topic, id: string, error: AlongsideError) => {
    if (error.code === 'cursor_ahead') {
      topic.sink.reset();
      topic.target = 0;
      trouble(topic, id);
    } else if (isTransient(error)) trouble(topic, id, error);
    else {
      topics.delete(id);
      topic.sink.refused(error);
    }
  };

  async function ask(topic: Topic, id: string) {
    topic.cancelTimer();
    topic.asking = true;
    topic.caughtUp = false;
    const mine = {};
    asks.set(topic, mine);
    const stale = () => asks.get(topic) !== mine || topics.get(id) !== topic || !isWelcomed();
    try {
      if (topic.sink.cursor() === null) await topic.sink.prepare();
      if (stale()) return;
      const { lastSeq = 0 } = await request({
        t: 'subscribe',
        conversationId: id,
        after: topic.sink.cursor() ?? 0,
      });
      if (stale()) return;
      topic.asking = false;
      topic.target = Math.max(topic.target, lastSeq);
      progress(topic, id);
    } catch (error) {
      if (!stale()) mend(topic, id, asAlongsideError(error));
    }
  }

  return {
    add(id, sink) {
      const topic: Topic = { sink, asking: true, caughtUp: false, target: 0, troubles: 0, cancelTimer: () => {} };
      topics.set(id, topic);
      if (isWelcomed()) void ask(topic, id);
    },
    remove(id) {
      const topic = topics.get(id);
      if (!topic) return;
      topic.cancelTimer();
      topics.delete(id);
      if (isWelcomed()) request({ t: 'unsubscribe', conversationId: id }).catch(() => {});
    },
    welcome() {
      for (const [id, topic] of topics) {
        topic.troubles = 0;
        void ask(topic, id);
      }
    },
    lost() {
      for (const topic of topics.values()) {
        topic.cancelTimer();
        asks.delete(topic);
        topic.asking = true;
        topic.caughtUp = false;
        topic.sink.lost();
      }
    },
    frame(frame) {
      const id = frame.conversationId;
      const topic = topics.get(id);
      if (!topic) return;
      if (frame.t === 'resync') return mend(topic, id, fromWire(frame.error));
      const before = topic.sink.cursor();
      // Until the log's end was read there is nothing to join to; the subscription asked for afterwards brings these again.
      if (before === null) return;
      const joined = topic.sink.take(frame.entries);
      topic.target = Math.max(topic.target, frame.lastSeq);
      if (topic.sink.cursor() !== before) topic.troubles = 0;
      if (joined) progress(topic, id);
      else if (!topic.asking) trouble(topic, id);
    },
    expect(id, seq) {
      const topic = topics.get(id);
      if (!topic || seq <= topic.target) return;
      topic.target = seq;
      progress(topic, id);
    },
  };
}
