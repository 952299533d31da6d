import type { AlongsideError } from '../errors.ts';

/** What a developer can act on; the README says what each state means. */
export type ConnectionState =
  | 'idle'
  | 'connecting'
  | 'connected'
  | 'configured'
  | 'reconnecting'
  | 'read-only'
  | 'closed'
  | 'error';

export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** Why it is reconnecting, or cannot go on. */
  readonly error: AlongsideError | null;
  /** Milliseconds from now until the next try, when the status was set. */
  readonly retryInMs: number | null;
}
