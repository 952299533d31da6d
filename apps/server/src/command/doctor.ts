import { existsSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inspectRelay } from '@alongside/media';
import { inspectServer, type ServerReport } from '@alongside/store';
import { findRunningPostgres } from '@alongside/store/embedded';
import { createLog } from '../engines/log.ts';
import { systemClock } from '../engines/random.ts';
import type { Settings } from './arguments.ts';
import { Closers } from './closers.ts';
import { logDestination } from './log-destination.ts';
import { openDatabase } from './open-database.ts';
import { ownVersion } from './version.ts';

const MIB = 1024 * 1024;
/** Bytes. Below the first nothing can be promised; below the second it is time to act. */
const LEAST_SPACE = 256 * MIB;
const LITTLE_SPACE = 2_048 * MIB;
/** Milliseconds. Tokens and times shown come from one clock, leases from the other. */
const WRONG_CLOCK = 60_000;
const ODD_CLOCK = 2_000;

/** One line of the answer. `bad` makes the exit code 1. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'bad';
  readonly text: string;
}

export interface Facts {
  readonly server: ServerReport;
  /** Bytes free where the data folder is. */
  readonly free: number;
  readonly dataDir: string;
  /** The database is not ours: its disk is not this one. */
  readonly elsewhere: boolean;
}

/** Says whether this machine and its database can keep what they would accept; the exit code is 1 if not. Changes nothing. */
export async function runDoctor(settings: Settings, say: (line: string) => void): Promise<number> {
  const closers = new Closers(createLog(logDestination(settings), settings.logLevel));
  const dataDir = resolve(settings.dataDir);
  try {
    const url = await databaseOf(settings, dataDir, closers, say);
    if (url === null) return 1;
    const findings = diagnose({
      server: await inspectServer(url),
      free: freeBytes(dataDir),
      dataDir,
      elsewhere: settings.databaseUrl !== null,
    });
    findings.push(...(await inspectRelays(settings)));
    for (const { level, text } of findings) say(`${level.padEnd(4)}  ${text}`);
    return findings.some(({ level }) => level === 'bad') ? 1 : 0;
  } finally {
    await closers.closeAll();
  }
}

/** Every relay that browsers are told of, asked as they would. */
async function inspectRelays({ turn, media }: Settings): Promise<Finding[]> {
  if (turn === null) return [];
  const { relays, secret } = turn;
  const now = systemClock.now();
  return Promise.all(relays.map((relay) => inspectRelay({ relay, secret, engineAddress: media.address, now })));
}

/** The one that runs already, or the one in the folder, started for as long as we look; null: there is none yet. */
async function databaseOf(
  settings: Settings,
  dataDir: string,
  closers: Closers,
  say: (line: string) => void,
): Promise<string | null> {
  if (settings.databaseUrl !== null) return settings.databaseUrl;
  const folder = join(dataDir, 'postgres');
  const running = findRunningPostgres(folder);
  if (running !== undefined) return running;
  if (!existsSync(join(folder, 'cluster'))) {
    say(`bad   There is no database in ${dataDir} yet; start the server once, or give --data or --database-url.`);
    return null;
  }
  const log = createLog(logDestination(settings), settings.logLevel);
  const context = { log, version: ownVersion(), onProgress: () => {}, onLost: () => {} };
  return (await openDatabase(settings, dataDir, context, closers)).url;
}

/** What the facts mean, each with what to do where something is wrong. */
export function diagnose({ server, free, dataDir, elsewhere }: Facts): Finding[] {
  const findings: Finding[] = [];
  const add = (level: Finding['level'], text: string) => findings.push({ level, text });
  if (server.supported) add('ok', `PostgreSQL ${server.version}`);
  else add('bad', `PostgreSQL ${server.version} is too old; Alongside needs 15 or newer.`);
  if (server.standby) add('bad', 'This PostgreSQL is a standby and takes no writes; give the address of the primary.');
  for (const [name, value] of Object.entries(server.durability)) {
    if (value === 'off')
      add('bad', `${name} is off: accepted messages would be lost in a crash. Switch it on in postgresql.conf.`);
    else add('ok', `${name} is ${value}`);
  }
  if (server.dataChecksums) add('ok', 'data checksums are on');
  else
    add(
      'warn',
      'data checksums are off: damage on the disk would be served as good. Stop PostgreSQL and run pg_checksums --enable.',
    );
  const space = `${(free / 1024 / MIB).toFixed(1)} GiB free at ${dataDir}`;
  if (free < LEAST_SPACE) add('bad', `${space}: too little to go on; free some space.`);
  else if (free < LITTLE_SPACE) add('warn', `${space}: free some space soon.`);
  else add('ok', space);
  if (elsewhere) add('ok', "the database's own disk cannot be seen from here; watch it where it is");
  const seconds = (server.clockAhead / 1000).toFixed(1);
  const off = Math.abs(server.clockAhead);
  const advice = "set both machines' clocks by NTP.";
  if (off > WRONG_CLOCK) add('bad', `the database's clock is ${seconds} s ahead of this machine's; ${advice}`);
  else if (off > ODD_CLOCK) add('warn', `the database's clock is ${seconds} s ahead of this machine's; ${advice}`);
  else add('ok', `the clocks of this machine and the database agree within ${ODD_CLOCK / 1000} s`);
  return findings;
}

/** Of the folder, or of the one in which it would be made. */
function freeBytes(folder: string): number {
  let place = folder;
  while (!existsSync(place)) place = dirname(place);
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}
