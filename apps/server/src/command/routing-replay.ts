import { resolve } from 'node:path';
import { createInProcessBus } from '@alongside/bus';
import { replayDecisions } from '@alongside/domain';
import { createStore } from '@alongside/store';
import { createLog } from '../engines/log.ts';
import { systemClock, systemRandom } from '../engines/random.ts';
import type { Settings } from './arguments.ts';
import { Closers } from './closers.ts';
import { logDestination } from './log-destination.ts';
import { openDatabase } from './serve.ts';
import { ownVersion } from './version.ts';

/** Of one tenant; a few minutes' work. */
const MOST = 1_000_000;
const SHOWN = 20;

/** Decides again what the router of each tenant has on record; the exit code is 1 if anything comes out otherwise. Changes nothing. */
export async function runRoutingReplay(settings: Settings, say: (line: string) => void): Promise<number> {
  const log = createLog(logDestination(settings), settings.logLevel);
  const closers = new Closers(log);
  try {
    const context = { log, version: ownVersion(), onProgress: () => {}, onLost: () => {} };
    const { url } = await openDatabase(settings, resolve(settings.dataDir), context, closers);
    const bus = createInProcessBus({ log });
    const store = await createStore({ url, bus, log, random: systemRandom(systemClock), unsafe: settings.unsafe });
    closers.add('store', () => store.close());
    let others = 0;
    for (const { id, domain } of await store.tenants.all()) {
      const { replayed, passed, different } = await replayDecisions({ store }, id, { most: MOST });
      others += different.length;
      say(
        `${domain}: ${replayed} decisions replayed, ${different.length} different; ${passed} were made by people or by time`,
      );
      for (const one of different.slice(0, SHOWN))
        say(`  ${one.id}: ${one.stored.outcome} ${one.stored.agentId} → ${one.now.outcome} ${one.now.agentId}`);
    }
    return others === 0 ? 0 : 1;
  } finally {
    await closers.closeAll();
  }
}
