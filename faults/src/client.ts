import type { Entry } from '@alongside/protocol';
import type { Operation, Transcript } from '@alongside/testkit';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One message that a client means to send, and the promise of its final answer. */
export interface Said {
  /** Its outcome stays `unknown` until an answer has come. */
  readonly operation: Mutable<Operation>;
  readonly answered: Promise<Operation['outcome']>;
}

/** What a row needs of a client, by the wire or by the SDK. */
export interface Client {
  readonly name: string;
  readonly logs: ReadonlyMap<string, Log>;
  onChange: () => void;
  say(conversationId: string, text: string): Said;
  close(): void;
}

interface Waiting extends Said {
  readonly settle: (outcome: Operation['outcome']) => void;
}

/** Long texts, which many devices of one customer are shown: kept once. */
const longTexts = new Map<string, string>();
const LONG = 4_000;

function keptOnce(text: string): string {
  if (text.length < LONG) return text;
  const known = longTexts.get(text);
  if (known === undefined) longTexts.set(text, text);
  return known ?? text;
}

/** One client's side of one conversation: what it meant to do and was told, and what it was shown. */
export class Log {
  readonly client: string;
  readonly side: 'customer' | 'agent';
  readonly conversationId: string;
  readonly operations: Operation[] = [];
  readonly outbox: Waiting[] = [];
  readonly delivered: { seq: number; clientId: string | null; text: string | null }[] = [];
  /** Of the entries that were shown. */
  readonly kinds = new Set<string>();
  /** Only messages are handed over: the entries between them are the client's own affair. */
  readonly messagesOnly: boolean;
  sending = false;
  /** Messages that were answered with a seq, and with anything. */
  acked = 0;
  answers = 0;
  /** False: it left before the end. */
  present = true;
  cursor = 0;

  constructor(client: string, side: 'customer' | 'agent', conversationId: string, messagesOnly = false) {
    this.client = client;
    this.side = side;
    this.conversationId = conversationId;
    this.messagesOnly = messagesOnly;
  }

  say(text: string, clientId: string): Waiting {
    const { client, side, conversationId } = this;
    const operation: Operation = {
      client,
      side,
      senderId: '',
      conversationId,
      clientId,
      text,
      outcome: { kind: 'unknown' },
    };
    let settle: Waiting['settle'] = () => {};
    const answered = new Promise<Operation['outcome']>((resolve) => {
      settle = resolve;
    });
    const waiting = { operation, answered, settle };
    this.operations.push(operation);
    this.outbox.push(waiting);
    return waiting;
  }

  answered(waiting: Said, answer: { seq: number } | { code: string }): void {
    const at = this.outbox.findIndex(({ operation }) => operation === waiting.operation);
    const [found] = at < 0 ? [] : this.outbox.splice(at, 1);
    if (found === undefined) return;
    const outcome: Operation['outcome'] =
      'seq' in answer ? { kind: 'ok', seq: answer.seq } : { kind: 'refused', code: answer.code };
    found.operation.outcome = outcome;
    this.answers += 1;
    if (outcome.kind === 'ok') this.acked += 1;
    found.settle(outcome);
  }

  take(entries: readonly Entry[]): void {
    for (const { seq, clientId, body } of entries) {
      this.kinds.add(body.kind);
      this.delivered.push({ seq, clientId, text: 'text' in body ? keptOnce(body.text) : null });
      if (seq === this.cursor + 1) this.cursor = seq;
    }
  }

  transcript(): Transcript {
    const { client, side, conversationId, delivered, present } = this;
    return { client, side, conversationId, delivered: [...delivered], present };
  }
}
