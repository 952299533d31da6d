import { resolve } from 'node:path';
import { migrate } from '@alongside/store';
import { runApply } from '../apply/run-apply.ts';
import { createLog } from '../engines/log.ts';
import { type Command, readCommand, type Settings } from './arguments.ts';
import { runAuditVerify } from './audit-verify.ts';
import { runBackup } from './backup.ts';
import { Closers } from './closers.ts';
import { runDoctor } from './doctor.ts';
import { HELP } from './help.ts';
import { logDestination } from './log-destination.ts';
import { runRestore } from './restore.ts';
import { runRoutingReplay } from './routing-replay.ts';
import { sentenceFor } from './sentence.ts';
import { openDatabase, serve } from './serve.ts';
import { untilAskedToStop } from './stopping.ts';
import { runTrunkDoctor } from './trunk-doctor.ts';
import { runTurnConfig } from './turn-config.ts';
import { ownVersion } from './version.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** One command line from beginning to end: what is said, and the exit code. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  try {
    const command = readCommand(argv, process.env);
    process.exitCode = await run(command);
  } catch (error) {
    const sentence = sentenceFor(error);
    process.stderr.write(`${sentence ?? (error instanceof Error ? error.stack : String(error))}\n`);
    process.exitCode = 1;
  }
  // Nothing is left to wait for; what a library may still hold open must not keep us.
  process.exit();
}

async function run(command: Command): Promise<number> {
  switch (command.name) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'version':
      say(ownVersion());
      return 0;
    case 'apply':
      return runApply(command.options, say);
    case 'backup':
      return runBackup(command.settings, say);
    case 'restore':
      return runRestore(command.settings, say);
    case 'audit verify':
      return runAuditVerify(command.settings, say);
    case 'routing replay':
      return runRoutingReplay(command.settings, say);
    case 'doctor':
      return runDoctor(command.settings, say);
    case 'doctor trunk':
      return runTrunkDoctor(command.trunk, say);
    case 'turn config':
      return runTurnConfig(command.options, say);
    case 'migrate':
      return runMigrate(command.settings);
    case 'serve':
      return runServe(command.settings);
  }
}

async function runServe(settings: Settings): Promise<number> {
  const begun = performance.now();
  const log = createLog(logDestination(settings), settings.logLevel);
  const version = ownVersion();
  const stopping = untilAskedToStop(log);
  const context = {
    log,
    version,
    onProgress: progress(),
    onLost: (reason: string) => stopping.now(`PostgreSQL ended by itself (${reason}).`),
  };
  const running = await serve(settings, context);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  log.info({ version, pid: process.pid }, 'Ready.');
  say(`\nAlongside ${version} is ready after ${seconds} s: ${running.url}\n`);
  for (const line of running.lines) say(line);
  say('\nCtrl-C stops it.');
  const failure = await stopping.asked;
  await running.stop();
  log.info({ pid: process.pid }, 'Stopped.');
  if (failure === null) return 0;
  process.stderr.write(`${failure}\n`);
  return 1;
}

async function runMigrate(settings: Settings): Promise<number> {
  const log = createLog(logDestination(settings), settings.logLevel);
  const closers = new Closers(log);
  try {
    const context = { log, version: ownVersion(), onProgress: () => {}, onLost: () => {} };
    const { url } = await openDatabase(settings, resolve(settings.dataDir), context, closers);
    await migrate(url);
    say('The database is as this version wants it.');
    return 0;
  } finally {
    await closers.closeAll();
  }
}

/** On a terminal one line that changes; nothing where nobody watches. */
function progress(): (step: string) => void {
  if (!process.stdout.isTTY) return () => {};
  return (step) => process.stdout.write(`\r\x1b[K  ${step} …${step === 'listening' ? '\r\x1b[K' : ''}`);
}
