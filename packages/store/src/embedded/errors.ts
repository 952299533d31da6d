/** Why an embedded PostgreSQL could not be started or stopped. Stable: callers and scripts may switch on it. */
export type EmbeddedPostgresErrorCode =
  | 'unsupported_platform'
  | 'folder_locked'
  | 'permission_denied'
  | 'port_in_use'
  | 'version_mismatch'
  | 'credentials_missing'
  | 'disk_full'
  | 'start_failed'
  | 'stop_failed'
  | 'archive_taken'
  | 'backup_failed'
  | 'restore_failed';

/** The message is one sentence that says what happened, where, and what to do; print it as it stands. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}

/** The `code` of a Node system error (`EACCES`, `ENOENT` …), or undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
