import type { Board, Desk, Down, QueueView, SignedIn, SocketTicket } from '@alongside/protocol';
import { type Connection, createConnection } from '../connection/connection.ts';
import type { Line } from '../connection/line.ts';
import type { ConnectionStatus } from '../connection/status.ts';
import { createSubscriptions } from '../connection/subscriptions.ts';
import { createHttp } from '../http.ts';
import { createValue, type Observable } from '../observable.ts';
import { type PortOptions, withDefaults } from '../ports/defaults.ts';
import type { Locks } from '../ports/ports.ts';
import { createTimers } from '../timers.ts';
import { CLIENT } from '../version.ts';
import { type Call, createCall } from './call.ts';
import { type AgentConversation, type OpenConversation, openConversation } from './conversation.ts';

export interface AgentClientOptions extends Omit<PortOptions, 'storage' | 'locks'> {
  /** Origin of the server; '' in a console that this server serves. */
  readonly url: string;
  /** The browser's cookie, or a token; null: not signed in yet, `call('signIn', … transport: 'bearer')` fills it. */
  readonly credentials: 'cookie' | { readonly bearer: string | null };
}

/** Visitors of whom something new is known; `more`: others too. */
export interface VisitorsMoved {
  readonly visitorIds: readonly string[];
  readonly more: boolean;
}

/** The API of a person of the company: commands by `call`, events by the socket. The README explains each part. */
export interface AgentClient {
  readonly call: Call;
  readonly connection: Observable<ConnectionStatus>;
  /** Whole after each change [DESK1]; null until the first one is here. */
  readonly desk: Observable<Desk | null>;
  readonly queues: Observable<readonly QueueView[] | null>;
  /** Whole after each change while it is watched [SUP2]; null before and after. */
  readonly board: Observable<Board | null>;
  /** For supervisors: keeps `board` fresh, over reconnects too. Answers the way to stop; several watchers share one. */
  watchBoard(): () => void;
  /**
   * Says which visitors moved, at most every two seconds; `null`: perhaps any, for the connection was lost meanwhile. Answers the way to stop.
   */
  watchVisitors(told: (moved: VisitorsMoved | null) => void): () => void;
  /** After sign-in. Reconnects for ever; 'error' with the corrective action 'sign_in' when the session is gone. */
  connect(): void;
  /** At sign-out. `connect` works again. */
  disconnect(): void;
  /** The one open view of a conversation: the same object for the same id until its `leave`. */
  conversation(conversationId: string): AgentConversation;
  close(): void;
  /** For further entries of this package, as `@alongside/sdk/calls`. */
  readonly line: Line;
}

// Each tab of a console has an outbox of its own in memory; nothing is shared, so nothing is locked.
const noLocks: Locks = { withLock: (_, task) => task() };

export function createAgentClient(options: AgentClientOptions): AgentClient {
  const cookies = options.credentials === 'cookie';
  const base = options.url || ownOrigin();
  let token = options.credentials === 'cookie' ? null : options.credentials.bearer;
  const ports = { ...withDefaults(options, null), locks: noLocks };
  const { fetch, logger, random } = ports;
  const timers = createTimers(ports.clock);
  const reach = { url: base, timers, fetch, cookies, bearer: () => token };
  const http = createHttp(reach);
  /** A header that this entry alone sends; the customers' entry has no room for it. */
  const from = (version: number) =>
    createHttp({
      ...reach,
      fetch: (address, init) => {
        const headers = { ...(init?.headers as Record<string, string>), 'if-match': `"${version}"` };
        return fetch(address, { ...init, headers });
      },
    });
  const desk = createValue<Desk | null>(null, logger);
  const queues = createValue<readonly QueueView[] | null>(null, logger);
  const board = createValue<Board | null>(null, logger);
  const frames = createValue<Down | null>(null, logger);
  const open = new Map<string, OpenConversation>();
  let boardWatchers = 0;
  let me: { readonly id: string; readonly name: string } = { id: '', name: '' };

  let desksPushed = 0;
  const takeDesk = (next: Desk) => {
    desk.set(next);
    connection.configured();
    for (const { room } of open.values()) room.retellMarks();
  };
  const askBoard = (on: boolean) => {
    // Refused or lost: a next welcome asks again, and who may not watch is told by the pages' own calls.
    connection.request({ t: 'watch_board', on }).catch(() => {});
  };
  const visitorWatchers = new Set<(moved: VisitorsMoved | null) => void>();
  const tellWatchers = (moved: VisitorsMoved | null) => {
    for (const told of [...visitorWatchers]) told(moved);
  };
  const askVisitors = (on: boolean) => {
    connection.request({ t: 'watch_visitors', on }).catch(() => {});
  };
  const plainCall = createCall(http, from);
  /** An answer is as old as its question: a desk that was pushed meanwhile is newer, and the last one pushed is the truth [DESK1]. */
  const askedDesk = async (asked: () => Promise<Desk>): Promise<Desk> => {
    const before = desksPushed;
    const answer = await asked();
    if (desksPushed === before) takeDesk(answer);
    return answer;
  };

  const frame = (frame: Down) => {
    frames.set(frame);
    if (frame.t === 'desk') {
      desksPushed += 1;
      takeDesk(frame.desk);
    } else if (frame.t === 'queues') queues.set(frame.queues);
    else if (frame.t === 'board') {
      if (boardWatchers > 0) board.set(frame.board);
    } else if (frame.t === 'visitors') tellWatchers(frame);
    else if (frame.t === 'entries' || frame.t === 'resync') subscriptions.frame(frame);
    else if (frame.t === 'typing' || frame.t === 'delivered') open.get(frame.conversationId)?.room.signal(frame);
  };
  const connection: Connection = createConnection({
    url: base,
    client: CLIENT,
    ports,
    timers,
    ticket: async () => (await http.json<SocketTicket>('POST', '/v1/socket-tickets')).ticket,
    events: {
      frame,
      lost: () => subscriptions.lost(),
      welcome({ you }) {
        me = you;
        subscriptions.welcome();
        if (boardWatchers > 0) askBoard(true);
        if (visitorWatchers.size > 0) {
          askVisitors(true);
          tellWatchers(null);
        }
        // The server sends the desk by itself; asking is the sign of life, and covers a first frame that was lost.
        askedDesk(() => plainCall('getDesk')).catch(() => {});
        plainCall('listQueues').then(
          (answer) => queues.set(answer.queues),
          () => {},
        );
      },
    },
  });
  const subscriptions = createSubscriptions({ ...connection, timers, random });

  const call: Call = async (operation, ...request) => {
    const ask = () => plainCall(operation, ...request);
    const givesDesk = operation === 'getDesk' || operation === 'setPresence' || operation === 'endAfterContact';
    const result = givesDesk
      ? ((await askedDesk(ask as () => Promise<Desk>)) as Awaited<ReturnType<typeof ask>>)
      : await ask();
    if (operation === 'signIn' && !cookies) token = (result as SignedIn).token ?? token;
    return result;
  };

  const closeRooms = () => {
    for (const { room } of open.values()) room.close();
    open.clear();
  };

  return {
    call,
    connection: connection.status,
    desk,
    queues,
    board,
    watchBoard() {
      let watching = true;
      boardWatchers += 1;
      if (boardWatchers === 1 && connection.isWelcomed()) askBoard(true);
      return () => {
        if (!watching) return;
        watching = false;
        boardWatchers -= 1;
        if (boardWatchers > 0) return;
        board.set(null);
        if (connection.isWelcomed()) askBoard(false);
      };
    },
    watchVisitors(given) {
      // One of its own each time: the same function may watch twice.
      const told = (moved: VisitorsMoved | null) => given(moved);
      visitorWatchers.add(told);
      if (visitorWatchers.size === 1 && connection.isWelcomed()) askVisitors(true);
      return () => {
        if (!visitorWatchers.delete(told) || visitorWatchers.size > 0) return;
        if (connection.isWelcomed()) askVisitors(false);
      };
    },
    line: { ...connection, ...http, frames },
    connect: connection.start,
    disconnect() {
      connection.stop('idle');
      closeRooms();
      desk.set(null);
      queues.set(null);
      board.set(null);
    },
    conversation(id) {
      const known = open.get(id);
      if (known) return known.stay();
      const opened = openConversation({
        id,
        me: () => me,
        // Marks of a supervisor or a colleague who only looks would be refused, and would mislead the customer.
        mayMark: () => desk.get()?.conversations.some((row) => row.id === id) ?? false,
        http,
        connection,
        subscriptions,
        ports,
        timers,
        left: () => open.delete(id),
      });
      open.set(id, opened);
      return opened.face;
    },
    close() {
      connection.stop('closed');
      closeRooms();
      timers.close();
    },
  };
}

/** A socket's address must be whole, even where a page's requests need not be. */
function ownOrigin(): string {
  return (globalThis as unknown as { location?: { origin?: string } }).location?.origin ?? '';
}
