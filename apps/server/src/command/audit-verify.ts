import { walkAudit } from '@alongside/domain';
import type { Settings } from './arguments.ts';
import { lookAtStore } from './look-at-store.ts';

/** Walks along every tenant's audit log; the exit code is 1 if one is broken. Changes nothing. */
export const runAuditVerify = (settings: Settings, say: (line: string) => void): Promise<number> =>
  lookAtStore(settings, say, async (store) => {
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
  });
