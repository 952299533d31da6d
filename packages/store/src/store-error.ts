/** Why a store cannot be opened or migrated. Stable words. */
export type StoreErrorCode =
  | 'address_invalid'
  | 'unreachable'
  | 'version_unsupported'
  | 'read_only'
  | 'settings_unsafe'
  | 'schema_newer'
  | 'schema_behind'
  | 'schema_changed'
  | 'migration_busy'
  | 'migration_failed';

/** The message is one sentence that says what is wrong and what to do; print it as it stands. It never holds a password. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
