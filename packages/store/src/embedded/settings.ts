import { availableParallelism, totalmem } from 'node:os';

/** Connections a small machine serves well; every backend costs some megabytes. */
export const maxConnections = 80;

/**
 * Command-line settings of our PostgreSQL. They win over every configuration file, so nobody can switch durability
 * off by editing one.
 *
 * @param more what this start alone needs, as where the log is archived
 */
export function serverSettings(port: number, majorVersion: number, more: Readonly<Record<string, string>>): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    password_encryption: 'scram-sha-256',
    max_connections: String(maxConnections),
    shared_buffers: `${sharedBuffersMegabytes(totalmem())}MB`,
    max_wal_size: '1GB',
    checkpoint_timeout: '5min',
    autovacuum_max_workers: availableParallelism() > 4 ? '3' : '2',
    autovacuum_naptime: '20s',
    // Compiling queries costs more than it gains on short ones.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] ',
  };
  // One process fewer per machine core; version 18 would start reader processes of its own.
  if (majorVersion >= 18) settings.io_method = 'sync';
  return Object.entries({ ...settings, ...more }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** An eighth of the memory, between 64 and 512 megabytes. */
export function sharedBuffersMegabytes(totalBytes: number): number {
  return Math.min(512, Math.max(64, Math.floor(totalBytes / 8 / 1024 / 1024)));
}
