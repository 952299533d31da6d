import { readFileSync, statSync } from 'node:fs';
import { systemErrorCode } from './errors.ts';
import { commandLine, isAlive } from './processes.ts';

/** What a running PostgreSQL writes to `postmaster.pid` (source: PostgreSQL, `src/include/utils/pidfile.h`). */
export type PostmasterFile = {
  readonly pid: number;
  readonly dataDirectory: string;
  /** Missing while the server has only just begun to start. */
  readonly port: number | undefined;
  /** `standby` never occurs here: we run no replicas. Undefined until the server has written it. */
  readonly status: 'starting' | 'stopping' | 'ready' | 'standby' | undefined;
};

export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const port = Number(lines[3]);
  const status = lines[7]?.trim();
  return {
    pid,
    dataDirectory: lines[1] ?? '',
    port: Number.isSafeInteger(port) && port > 0 ? port : undefined,
    status:
      status === 'starting' || status === 'stopping' || status === 'ready' || status === 'standby' ? status : undefined,
  };
}

/** Undefined when no server holds the cluster, or when its file is half written. */
export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  try {
    return parsePostmasterFile(readFileSync(`${cluster}/postmaster.pid`, 'utf8'));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The server that holds the cluster now. A number in the file that has passed to a stranger, as after a crash of the
 * machine, is no server.
 */
export function runningPostmaster(cluster: string): PostmasterFile | undefined {
  const found = readPostmasterFile(cluster);
  return found !== undefined && isAlive(found.pid) && worksOn(found.pid, cluster) ? found : undefined;
}

/** PostgreSQL works in its data directory; that holds even when the folder was renamed meanwhile. */
function worksOn(pid: number, cluster: string): boolean {
  try {
    const own = statSync(cluster);
    const its = statSync(`/proc/${pid}/cwd`);
    return own.ino === its.ino && own.dev === its.dev;
  } catch {
    return commandLine(pid).includes(cluster);
  }
}
