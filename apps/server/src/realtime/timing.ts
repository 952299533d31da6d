import { LIMITS } from '@alongside/protocol';

/** When things happen on sockets, in milliseconds. Tests make some of them shorter. */
export interface Timing {
  /** hello must have come [WS2]. */
  readonly hello: number;
  /** Silence after which we ping; twice this is death [WS7]. */
  readonly heartbeat: number;
  /** Between two looks at all sockets. Often: who came together is silent together, and thousands of pings in one turn would hold up everybody. */
  readonly tick: number;
  /** Between two signs of life of the connected agents. */
  readonly touch: number;
  /** Between two signs of life of the connected customers: there are many, and their grace time is long. */
  readonly touchCustomers: number;
  /** Standings of one queue are sent at most this often. */
  readonly standings: number;
  /** Queues of one tenant are sent at most this often. */
  readonly queues: number;
  /** A desk is sent again for new messages and marks at most this often; for anything else at once. */
  readonly deskMessages: number;
  /**
   * A desk with traffic is read again after this, whatever was told. Rarely: within one process no hint is lost, and among several all desks are
   * looked at anyway (lookAtDesks).
   */
  readonly deskTrust: number;
  /** Before each of these readings, of all desks together: many are due in one moment, and messages would wait for them. */
  readonly deskRest: number;
  /** The board of one tenant is sent at most this often. */
  readonly board: number;
  /** Agents who watch visitors are told at most this often. */
  readonly visitors: number;
  /** Between two checks that an open socket's session still lives [WS5]. */
  readonly sessionCheck: number;
  /** Where there are several processes, whose hints may be lost: between two looks at the logs that are read here. */
  readonly lookAgain: number;
  /** The same for agents' desks. */
  readonly lookAtDesks: number;
  /** A socket that was told to close and does not is cut off after this. */
  readonly closing: number;
}

export const TIMING: Timing = {
  hello: LIMITS.helloSeconds * 1000,
  heartbeat: LIMITS.heartbeatSeconds * 1000,
  tick: 100,
  touch: 5_000,
  touchCustomers: 20_000,
  standings: 200,
  queues: 250,
  deskMessages: 300,
  deskTrust: 60_000,
  deskRest: 50,
  board: 1_000,
  visitors: 2_000,
  sessionCheck: 4_000,
  lookAgain: 1_200,
  lookAtDesks: 5_000,
  closing: 3_000,
};
