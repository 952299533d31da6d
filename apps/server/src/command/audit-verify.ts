import { resolve } from 'node:path';
import { createInProcessBus } from '@alongside/bus';
import { walkAudit } from '@alongside/domain';
import { createStore } from '@alongside/store';
import { createLog } from '../engines/log.ts';
import { systemClock, systemRandom } from '../engines/random.ts';
import type { Settings } from './arguments.ts';
import { Closers } from './closers.ts';
import { logDestination } from './log-destination.ts';
import { openDatabase } from './serve.ts';
import { ownVersion } from './version.ts';

/** Walks along every tenant's audit log; the exit code is 1 if one is broken. Changes nothing. */
export async function runAuditVerify(settings: Settings, say: (line: string) => void): Promise<number> {
  const log = createLog(logDestination(settings), settings.logLevel);
  const closers = new Closers(log);
  try {
    const context = { log, version: ownVersion(), onProgress: () => {}, onLost: () => {} };
    const { url } = await openDatabase(settings, resolve(settings.dataDir), context, closers);
    const bus = createInProcessBus({ log });
    const store = await createStore({ url, bus, log, random: systemRandom(systemClock), unsafe: settings.unsafe });
    closers.add('store', () => store.close());
    let broken = 0;
    for (const { id, domain } of await store.tenants.all()) {
      const { sound, records, head, firstBroken } = await walkAudit({ store }, id);
      if (!sound) broken += 1;
      say(
        sound
          ? `${domain}: ${records} records, sound; the last one is ${head?.hash ?? 'none'}`
          : `${domain}: BROKEN at record ${firstBroken?.seq} (${firstBroken?.why}); the ${records} before it are sound`,
      );
    }
    return broken === 0 ? 0 : 1;
  } finally {
    await closers.closeAll();
  }
}
