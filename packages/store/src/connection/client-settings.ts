import type { ClientConfig, CustomTypesConfig } from 'pg';
import pg from 'pg';
import { StoreError } from '../store-error.ts';

/** Milliseconds. The server gives up first, so that it tidies up after itself; the client's own limit is for a server that hangs. */
export const TIMES = {
  /** To get a connection, from the pool or new, and to hear from it: so that whoever asks has an answer within 2 s. */
  connect: 1_800,
  /** One statement. */
  statement: 4_000,
  /** Waiting for one lock. */
  lock: 2_000,
  /** A transaction in which we ask nothing: our process hangs or has lost its way. */
  idleInTransaction: 5_000,
  /** A whole transaction, after which its connection is cut. */
  transaction: 5_000,
} as const;

const parseTimestamp = (text: string): string => {
  // '2026-01-02 03:04:05.1+00': ISO style in UTC, as the settings below ask for.
  const fraction = text[19] === '.' ? text.slice(20, text.indexOf('+', 20)) : '';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${`${fraction}000`.slice(0, 3)}Z`;
};

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.TIMESTAMPTZ, parseTimestamp],
  // Counters and sizes of ours; far below 2^53.
  [pg.types.builtins.INT8, Number],
]);

/** Times as ISO strings with milliseconds, long integers as numbers; without touching the library's global table. */
const types: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format ?? 'text'),
};

/** Settings of a session, by name; numbers are milliseconds. */
export type SessionSettings = Readonly<Record<string, string | number>>;

export const sessionSettings: SessionSettings = {
  timezone: 'UTC',
  datestyle: 'ISO',
  // Plans are kept with the connection. One made while a table was small would read it whole after it has grown; every statement of ours
  // has its index. And no compiling of plans: it takes longer than any of them runs.
  enable_seqscan: 'off',
  jit: 'off',
  statement_timeout: TIMES.statement,
  lock_timeout: TIMES.lock,
  idle_in_transaction_session_timeout: TIMES.idleInTransaction,
};

/**
 * How to reach the database. The settings travel in the start-up packet, so that no connection is ever without them.
 *
 * @throws StoreError `address_invalid`
 */
export function clientConfig(
  url: string,
  settings: SessionSettings,
  role: string | null,
  name = 'alongside',
): ClientConfig {
  const address = parseAddress(url);
  // An option in the address would replace ours instead of joining them: so both go into the address.
  const given = address.searchParams.get('options');
  const ours = Object.entries(role === null ? settings : { ...settings, role }).map(
    ([name, value]) => `-c ${name}=${value}`,
  );
  address.searchParams.set('options', [given, ...ours].filter((part) => part !== null && part !== '').join(' '));
  return {
    connectionString: address.href,
    application_name: name,
    connectionTimeoutMillis: TIMES.connect,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types,
  };
}

/** The address without its password, for a sentence. */
export function showAddress(url: string): string {
  const address = parseAddress(url);
  return `${address.hostname === '' ? (address.searchParams.get('host') ?? 'localhost') : address.hostname}${address.port === '' ? '' : `:${address.port}`}${address.pathname}`;
}

function parseAddress(url: string): URL {
  try {
    const address = new URL(url);
    if (address.protocol === 'postgres:' || address.protocol === 'postgresql:') return address;
  } catch {
    // Falls through to the one sentence for both.
  }
  throw new StoreError(
    'address_invalid',
    'The database address must look like postgres://user:password@host:5432/name.',
  );
}
