export { archiveLayout, ARCHIVE_SECONDS, type ArchiveLayout, claimArchive } from './archive.ts';
export { readArchiving } from './archiving.ts';
export { type ClusterCopy, copyCluster, type CopyOptions, readCredentialsFile } from './backup.ts';
export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './errors.ts';
export { findRunningPostgres, findRunningPostgresAsAdmin } from './find-running.ts';
export { endAbandonedPostgres, removeEmbeddedPostgres } from './remove.ts';
export { type Restored, restoreCluster, type RestoreOptions } from './restore.ts';
export { segmentName } from './segments.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type EmbeddedPostgresStep,
  startEmbeddedPostgres,
} from './start.ts';
