/** What a client may import at run time: no schema, no dependency. */
export {
  CLOSE_CODES,
  type CorrectiveAction,
  ERRORS,
  type ErrorCode,
  type ErrorKind,
  HTTP_STATUS,
} from './error-codes.ts';
export { LIMITS } from './limits.ts';
export { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from './version.ts';
