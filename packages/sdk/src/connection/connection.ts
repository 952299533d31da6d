import type { Down, Up, Welcome } from '@alongside/protocol';
import { LIMITS, PROTOCOL_VERSION } from '@alongside/protocol/constants';
import { asksMany, backoffMs } from '../backoff.ts';
import { type AlongsideError, asAlongsideError, fromWire, isFatal, networkLost } from '../errors.ts';
import { createValue, type Observable } from '../observable.ts';
import type { Ports } from '../ports/defaults.ts';
import type { Timers } from '../timers.ts';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import { createRequests, type RequestFrame, type Requests, type Result } from './requests.ts';
import { openSocket, type Socket } from './socket.ts';
import type { ConnectionState, ConnectionStatus } from './status.ts';

/** From asking for a ticket to `welcome`. */
const CONNECT_MS = 10_000;
/** A connection that lived this long was a good one: the next trouble starts from the shortest wait. */
const STABLE_MS = 5_000;
/** The server did serve us: on a network that cuts again and again the wait (≤ 1 s) must not grow as if it were down. */
const SERVED_ATTEMPT = 2;
/** On a wake-up, an attempt older than this may belong to the network that is gone. */
const STALE_ATTEMPT_MS = 1_000;

export interface ConnectionEvents {
  welcome(welcome: Welcome): void;
  frame(frame: Down): void;
  /** The socket is gone. Another attempt follows unless the status says otherwise. */
  lost(): void;
}

/** One socket that is kept alive for ever, or until `stop` or an error that only a person can mend. */
export interface Connection {
  readonly status: Observable<ConnectionStatus>;
  start(): void;
  /** Ends the socket and the tries; `start` works again. */
  stop(state: ConnectionState, error?: AlongsideError): void;
  /** Everything asked for at the last welcome is here. */
  configured(): void;
  /** The conversation is over: stay while the socket holds, never come back. */
  retire(): void;
  isWelcomed(): boolean;
  /** A signal: sent if the socket is there, else dropped. */
  signal(frame: Up): void;
  /** Rejects with `network_lost` if there is no socket, or if it goes before the answer. */
  request(frame: RequestFrame): Promise<Result>;
}

interface ConnectionOptions {
  /** The server's, http or https. */
  readonly url: string;
  readonly client: string;
  readonly ticket: () => Promise<string>;
  readonly events: ConnectionEvents;
  readonly ports: Ports;
  readonly timers: Timers;
}

export function createConnection({ url, client, ticket, events, ports, timers }: ConnectionOptions): Connection {
  const { logger, random, wakeups } = ports;
  const socketUrl = `${url.replace(/^http/, 'ws').replace(/\/+$/, '')}/v1/socket`;
  const status = createValue<ConnectionStatus>({ state: 'idle', error: null, retryInMs: null }, logger);
  let running = false;
  let retired = false;
  let everWelcomed = false;
  let attempt = 0;
  // Each attempt has its own number; whatever comes from an older one is ignored.
  let current = 0;
  let startedAt = 0;
  let welcomedAt: number | null = null;
  let socket: Socket | null = null;
  let heartbeat: Heartbeat | null = null;
  let requests: Requests | null = null;
  let cancelTimer = () => {};
  let stopWakeups: (() => void) | null = null;

  const tell = (state: ConnectionState, error: AlongsideError | null = null, retryInMs: number | null = null) => {
    const old = status.get();
    if (old.state !== state) logger.info(`Connection: ${state}`, { code: error?.code });
    else if (old.error === error && old.retryInMs === retryInMs) return;
    status.set({ state, error, retryInMs });
  };
  const send = (frame: Up) => socket?.send(JSON.stringify(frame));

  const tearDown = () => {
    current += 1;
    cancelTimer();
    heartbeat?.stop();
    socket?.close();
    const wasWelcomed = welcomedAt !== null;
    const abandoned = requests;
    socket = heartbeat = requests = welcomedAt = null;
    abandoned?.abandon();
    if (wasWelcomed) events.lost();
  };

  const lost = (error: AlongsideError, atOnce = false) => {
    if (welcomedAt !== null && timers.now() - welcomedAt >= STABLE_MS) attempt = 0;
    tearDown();
    if (!running) return;
    if (retired) return stop('read-only');
    if (isFatal(error)) return stop('error', error);
    const awake = wakeups.isAwake?.() ?? true;
    const wait = atOnce ? 0 : backoffMs(attempt, random, error, { awake, spread: asksMany(error) });
    attempt += 1;
    tell(everWelcomed ? 'reconnecting' : 'connecting', error, wait);
    cancelTimer = timers.after(wait, open);
  };

  const receive = (frame: Down) => {
    heartbeat?.heard();
    if (frame.t === 'welcome') {
      if (welcomedAt !== null) return;
      cancelTimer();
      everWelcomed = true;
      welcomedAt = timers.now();
      requests = createRequests(timers, send, lost);
      heartbeat = startHeartbeat(
        timers,
        (frame.heartbeatSeconds || LIMITS.heartbeatSeconds) * 1000,
        () => send({ t: 'ping' }),
        () => lost(networkLost('Silent for too long.'), true),
      );
      tell('connected');
      events.welcome(frame);
    } else if (frame.t === 'ping') send({ t: 'pong' });
    else if (frame.t === 'reply') requests?.answer(frame);
    else if (frame.t === 'bye') lost(fromWire(frame.error));
    else if (frame.t === 'fault') logger.warn('The server could not read a frame.', frame.error);
    else if (welcomedAt !== null) events.frame(frame);
  };

  const open = () => {
    tearDown();
    const mine = current;
    const only =
      <A extends unknown[]>(task: (...args: A) => void) =>
      (...args: A) => {
        if (mine === current) task(...args);
      };
    startedAt = timers.now();
    tell(everWelcomed ? 'reconnecting' : 'connecting', status.get().error);
    cancelTimer = timers.after(CONNECT_MS, () => lost(networkLost('No connection in time.')));
    ticket().then(
      only((value) => {
        try {
          socket = openSocket(new ports.webSocket(socketUrl), {
            open: only(() => send({ t: 'hello', protocol: PROTOCOL_VERSION, ticket: value, client })),
            frame: only(receive),
            closed: only(lost),
          });
        } catch (error) {
          lost(asAlongsideError(error));
        }
      }),
      only((error) => lost(asAlongsideError(error))),
    );
  };

  const wake = () => {
    if (heartbeat) heartbeat.probe();
    else if (status.get().retryInMs !== null || timers.now() - startedAt >= STALE_ATTEMPT_MS) open();
  };

  function stop(state: ConnectionState, error?: AlongsideError) {
    running = retired = everWelcomed = false;
    attempt = 0;
    stopWakeups?.();
    stopWakeups = null;
    tearDown();
    tell(state, error);
  }

  return {
    status,
    stop,
    start() {
      if (running) return;
      running = true;
      stopWakeups = wakeups.subscribe(wake);
      open();
    },
    configured() {
      if (welcomedAt === null || retired) return;
      attempt = Math.min(attempt, SERVED_ATTEMPT);
      tell('configured');
    },
    retire() {
      if (welcomedAt === null) return stop('read-only');
      retired = true;
      tell('read-only');
    },
    isWelcomed: () => welcomedAt !== null,
    signal(frame) {
      if (welcomedAt !== null) send(frame);
    },
    request: (frame) => requests?.ask(frame) ?? Promise.reject(networkLost('No connection now.')),
  };
}
