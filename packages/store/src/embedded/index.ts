export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './errors.ts';
export { findRunningPostgres } from './find-running.ts';
export { endAbandonedPostgres, removeEmbeddedPostgres } from './remove.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type EmbeddedPostgresStep,
  startEmbeddedPostgres,
} from './start.ts';
