/** What a client may import at run time: no schema, no dependency. */
export { COBROWSE_KINDS, COBROWSE_LIMITS } from './cobrowse-constants.ts';
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
