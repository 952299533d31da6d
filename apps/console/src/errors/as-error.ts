import { AlongsideError } from '@alongside/sdk/agent';

/** Whatever was thrown, as an error with a code and something to do. */
export const asError = (error: unknown): AlongsideError =>
  error instanceof AlongsideError
    ? error
    : new AlongsideError('unexpected_answer', 'contact_administrator', String((error as Error)?.message ?? error));
