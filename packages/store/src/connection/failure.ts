import { Refused } from '@alongside/domain';

/** What an error of PostgreSQL or of the way to it means for whoever asked. */
export type Failure =
  /** Somebody else was in the way: the same again may succeed at once. */
  | 'conflict'
  /** The database is away, full, stopping or too slow. After a COMMIT was sent the outcome is unknown. */
  | 'unavailable'
  /** Wrong data or a fault of ours: the same again fails again. */
  | 'fault';

const unavailableStates = new Set([
  '25006', // read-only: a standby took over
  '25P03', // idle in transaction for too long
  '53000',
  '53100', // disk full
  '53200', // out of memory
  '53300', // too many connections
  '55P03', // a lock was not to be had in time
  '57014', // statement took too long
  '57P01', // stopped by an administrator
  '57P02', // crashed
  '57P03', // starting or stopping
  '57P05', // idle session ended
  '58000',
  '58030', // I/O error
]);

const systemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'ENOENT',
]);

// The client library has no codes for these.
const lostConnection =
  /Connection terminated|Connection ended|timeout (exceeded|expired)|Query read timeout|Client (was closed|has encountered)|pool after calling end|Cannot use a pool/i;

/** A page or an index on disk is not what was written. */
const damageStates = new Set(['XX001', 'XX002']);

export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function failureOf(error: unknown): Failure {
  const code = errorCode(error);
  if (code === '40P01' || code === '40001') return 'conflict';
  if (code !== undefined && (unavailableStates.has(code) || code.startsWith('08') || systemCodes.has(code))) {
    return 'unavailable';
  }
  // Several addresses of one name, all of them refused.
  if (error instanceof AggregateError && error.errors.every((one) => failureOf(one) === 'unavailable')) {
    return 'unavailable';
  }
  return error instanceof Error && code === undefined && lostConnection.test(error.message) ? 'unavailable' : 'fault';
}

/** Turns what the world does into the refusal that the wire knows; leaves faults of ours as they are. */
export function asRefusal(error: unknown): unknown {
  if (error instanceof Refused) return error;
  if (failureOf(error) !== 'fault') return new Refused('store_unavailable');
  const code = errorCode(error);
  if (code !== undefined && damageStates.has(code)) {
    const refusal = new Refused('data_damaged');
    refusal.cause = error;
    return refusal;
  }
  // What is no id names nothing.
  return code === '22P02' && /type uuid/.test(String(error)) ? new Refused('not_found') : error;
}

/** True for a broken unique index or exclusion, of this name if one is given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (errorCode(error) !== '23505') return false;
  return (
    constraint === undefined || (error instanceof Error && 'constraint' in error && error.constraint === constraint)
  );
}
