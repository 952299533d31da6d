import { replayDecisions } from '@alongside/domain';
import type { Settings } from './arguments.ts';
import { lookAtStore } from './look-at-store.ts';

/** Of one tenant; a few minutes' work. */
const MOST = 1_000_000;
const SHOWN = 20;

/** Decides again what the router of each tenant has on record; the exit code is 1 if anything comes out otherwise. Changes nothing. */
export const runRoutingReplay = (settings: Settings, say: (line: string) => void): Promise<number> =>
  lookAtStore(settings, say, async (store) => {
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
  });
