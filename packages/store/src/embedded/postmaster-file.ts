import { readFileSync } from 'node:fs';
import { systemErrorCode } from './errors.ts';

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
