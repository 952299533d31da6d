import type { Logger } from '@alongside/domain';
import pino, { type DestinationStream } from 'pino';

/** The only fields that reach a log. Bodies, texts, names, addresses, tokens and queries are not among them. */
const ALLOWED = new Set([
  'requestId',
  'connectionId',
  'operationId',
  'method',
  'path',
  'status',
  'milliseconds',
  'where',
  'code',
  'reason',
  'count',
  'tenantId',
  // Who asked with a signed request: kept for the audit.
  'accessKeyId',
  'requesterUserId',
  'agentId',
  'queueId',
  'conversationId',
  'contactId',
  'attempt',
  'port',
  'pid',
  'version',
  'frame',
  'client',
  'bytes',
]);

/** A logger that lets through what is listed, and of an error its type, code, message and stack. JSON lines. */
export function createLog(destination: DestinationStream, level = 'info'): Logger & { flush(): void } {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    debug: (fields, message) => log.debug(allowed(fields), message),
    info: (fields, message) => log.info(allowed(fields), message),
    warn: (fields, message) => log.warn(allowed(fields), message),
    error: (fields, message) => log.error(allowed(fields), message),
    flush: () => log.flush(),
  };
}

function allowed(fields: object): object {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'error' || name === 'err') result.error = errorFields(value);
    else if (ALLOWED.has(name) && (typeof value !== 'object' || value === null)) result[name] = value;
  }
  return result;
}

function errorFields(error: unknown): object {
  if (!(error instanceof Error))
    return { type: typeof error, ...(typeof error === 'string' ? { message: error } : {}) };
  const { name, message, stack } = error;
  const code = (error as { code?: unknown }).code;
  return { type: name, message, stack, ...(typeof code === 'string' ? { code } : {}) };
}

/** Says nothing: for tests. */
export const silentLog: Logger = { debug() {}, info() {}, warn() {}, error() {} };
