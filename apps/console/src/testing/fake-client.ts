import type { Board, Desk, QueueView } from '@alongside/protocol';
import {
  type AgentClient,
  type AgentConversation,
  AlongsideError,
  type AlongsideErrorCode,
  type Call,
  type ConnectionStatus,
  type ConversationStatus,
  type OperationId,
  type TimelineItem,
} from '@alongside/sdk/agent';
import { createStore, type Store } from '../state/store.ts';
import { status } from './things.ts';

/** A conversation whose log the test writes. */
export interface FakeConversation {
  readonly timeline: Store<readonly TimelineItem[]>;
  readonly status: Store<ConversationStatus>;
  left: boolean;
}

export interface FakeClient extends AgentClient {
  readonly desk: Store<Desk | null>;
  readonly queues: Store<readonly QueueView[] | null>;
  readonly board: Store<Board | null>;
  readonly connection: Store<ConnectionStatus>;
  /** What was asked, in order. */
  readonly asked: { readonly operation: OperationId; readonly request: unknown }[];
  /** What the server says to an operation from now on: a value, or a refusal by its code. */
  answer(operation: OperationId, answer: unknown): void;
  refuse(operation: OperationId, code: AlongsideErrorCode, more?: { field?: string; retryAfterSeconds?: number }): void;
  readonly conversations: Map<string, FakeConversation>;
}

const ACTIONS: Partial<Record<AlongsideErrorCode, 'sign_in' | 'reconnect'>> = {
  not_authenticated: 'sign_in',
  network_lost: 'reconnect',
};

/** The agent client without a server: desks, logs and answers come from the test. */
export function createFakeClient(): FakeClient {
  const desk = createStore<Desk | null>(null);
  const queues = createStore<readonly QueueView[] | null>([]);
  const board = createStore<Board | null>(null);
  const connection = createStore<ConnectionStatus>({ state: 'idle', error: null, retryInMs: null });
  const asked: { operation: OperationId; request: unknown }[] = [];
  const answers = new Map<OperationId, () => unknown>();
  const conversations = new Map<string, FakeConversation>();
  const unused = () => {
    throw new Error('Not faked.');
  };

  const call = (async (operation: OperationId, request: unknown) => {
    asked.push({ operation, request });
    const give = answers.get(operation);
    if (!give) throw new AlongsideError('not_found', 'none', `No answer to ${operation}.`);
    return give();
  }) as Call;

  return {
    call,
    desk,
    queues,
    board,
    watchBoard: () => () => board.set(null),
    watchVisitors: () => () => undefined,
    connection,
    line: new Proxy({} as AgentClient['line'], { get: unused }),
    asked,
    conversations,
    answer: (operation, answer) => void answers.set(operation, () => answer),
    refuse: (operation, code, more) =>
      void answers.set(operation, () => {
        throw new AlongsideError(code, ACTIONS[code] ?? 'none', code, more);
      }),
    connect: () => connection.set({ state: 'configured', error: null, retryInMs: null }),
    disconnect: () => connection.set({ state: 'idle', error: null, retryInMs: null }),
    close() {},
    conversation(id) {
      const fake: FakeConversation = conversations.get(id) ?? {
        timeline: createStore<readonly TimelineItem[]>([]),
        status: createStore(status()),
        left: false,
      };
      conversations.set(id, fake);
      const view: Pick<AgentConversation, 'timeline' | 'status' | 'leave'> = {
        timeline: fake.timeline,
        status: fake.status,
        leave() {
          fake.left = true;
        },
      };
      return new Proxy(view, {
        get: (known, name) => (name in known ? known[name as keyof typeof known] : unused),
      }) as AgentConversation;
    },
  };
}
