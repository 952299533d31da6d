import type { LoadProcess } from '../../env/load-process.ts';
import { processorTime } from '../../env/processes.ts';
import type { Drive, DriveResult } from '../../load/drive.ts';

/** One run of one system. */
export interface Run {
  /** Messages per second: all that were said, by the time until the last of them was acknowledged (where there is such a thing), delivered and stored. */
  readonly rate: number;
  readonly result: DriveResult;
  /** Processor time per message in microseconds. */
  readonly processor: { readonly server: number; readonly postgres: number; readonly load: number };
}

/** Something that carries chat messages and stores them, with its clients. */
export interface System {
  readonly key: string;
  readonly label: string;
  run(drive: Drive): Promise<Run>;
  stop(): Promise<void>;
}

/** Puts the load on and looks at what it costs. */
export async function measure(
  load: LoadProcess,
  drive: Drive,
  pids: { readonly server: number; readonly postgres: number },
): Promise<Run> {
  const server = processorTime(pids.server);
  const postgres = processorTime(pids.postgres, true);
  const result = await load.ask('drive', drive);
  const each = (microseconds: number) => microseconds / Math.max(1, result.said);
  if (result.outOfOrder > 0) throw new Error(`${result.outOfOrder} messages came out of order, twice or not at all.`);
  return {
    rate: result.said / result.drainedAfter,
    result,
    processor: {
      server: each(processorTime(pids.server) - server),
      postgres: each(processorTime(pids.postgres, true) - postgres),
      load: each(result.processor),
    },
  };
}
