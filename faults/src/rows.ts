import { serverKilled } from '../rows/f01-server-killed.ts';
import { postgresKilled } from '../rows/f02-postgres-killed.ts';
import { unsafeSettings } from '../rows/f03-unsafe-settings.ts';
import { databaseAway } from '../rows/f04-database-away.ts';
import { diskFull } from '../rows/f05-disk-full.ts';
import { partition } from '../rows/f06-partition.ts';
import { halfOpen } from '../rows/f07-half-open.ts';
import { slowReader } from '../rows/f08-slow-reader.ts';
import { reconnectStorm } from '../rows/f09-reconnect-storm.ts';
import { duplicateSends } from '../rows/f10-duplicate-sends.ts';
import { disturbedFrames } from '../rows/f11-disturbed-frames.ts';
import { catchUpGap } from '../rows/f12-catch-up-gap.ts';
import { sleep } from '../rows/f13-sleep.ts';
import { browserKilled } from '../rows/f14-browser-killed.ts';
import { acceptRace } from '../rows/f15-accept-race.ts';
import { capacityRace } from '../rows/f16-capacity-race.ts';
import { agentLost } from '../rows/f17-agent-lost.ts';
import { routerKilled } from '../rows/f18-router-killed.ts';
import { severalProcesses } from '../rows/f19-several-processes.ts';
import { cutFromDatabase } from '../rows/f20-cut-from-database.ts';
import { migrationKilled } from '../rows/f22-migration-killed.ts';
import { gracefulStop } from '../rows/f23-graceful-stop.ts';
import { clockSkew } from '../rows/f24-clock-skew.ts';
import { poison } from '../rows/f25-poison.ts';
import { processStarved } from '../rows/f26-process-starved.ts';
import { webhookReceivers } from '../rows/f27-webhook-receivers.ts';
import { filesAway } from '../rows/f28-files-away.ts';
import { engineKilled } from '../rows/f29-engine-killed.ts';
import { peersDie } from '../rows/f30-peers-die.ts';
import { cobrowseSides } from '../rows/f31-cobrowse-sides.ts';
import { restored } from '../rows/f32-restored.ts';
import { damage } from '../rows/f33-damage.ts';
import { soak } from '../rows/f34-soak.ts';
import { tenantFairness } from '../rows/f35-tenant-fairness.ts';
import { day } from '../rows/day.ts';
import type { Row } from './row.ts';

/** Rows of each run of the tests: four minutes. The others run before a release, with `--full`, or by name. */
export const inEachRun: ReadonlySet<string> = new Set([
  'F1',
  'F2',
  'F4',
  'F6',
  'F8',
  'F10',
  'F11',
  'F12',
  'F15',
  'F16',
  'F17',
  'F23',
]);

/** No rows of the catalogue: run before a release too, but by name, so that the catalogue's take an hour. */
export const byName: ReadonlySet<string> = new Set(['DAY']);

/** Every row that one machine can host so far, in the order of the catalogue. */
export const rows: readonly Row[] = [
  serverKilled,
  postgresKilled,
  unsafeSettings,
  databaseAway,
  diskFull,
  partition,
  halfOpen,
  slowReader,
  reconnectStorm,
  duplicateSends,
  disturbedFrames,
  catchUpGap,
  sleep,
  browserKilled,
  acceptRace,
  capacityRace,
  agentLost,
  routerKilled,
  severalProcesses,
  cutFromDatabase,
  migrationKilled,
  gracefulStop,
  clockSkew,
  poison,
  processStarved,
  webhookReceivers,
  filesAway,
  engineKilled,
  peersDie,
  cobrowseSides,
  restored,
  damage,
  soak,
  tenantFairness,
  day,
];
