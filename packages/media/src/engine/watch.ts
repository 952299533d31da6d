import type { Leg } from './leg.ts';

const silentMilliseconds = 5_000;
/** Somebody who only listens, or stands by, is heard by ICE alone, every two and a half seconds at best. */
const listenerMilliseconds = 12_000;

/** Tells when a leg falls silent and when it is back, once each. */
export function createWatch(tell: (type: 'interrupted' | 'resumed', legId: string) => void) {
  const interrupted = new Set<string>();
  return {
    look(legs: Iterable<Leg>, now: number) {
      for (const leg of legs) {
        const heardAt = leg.lastHeard();
        const patience = leg.hasSent() && leg.sources.size > 0 ? silentMilliseconds : listenerMilliseconds;
        const away = leg.failed() || (heardAt !== null && now - heardAt > patience);
        if (away === interrupted.has(leg.legId)) continue;
        if (away) interrupted.add(leg.legId);
        else interrupted.delete(leg.legId);
        tell(away ? 'interrupted' : 'resumed', leg.legId);
      }
    },
    forget: (legId: string) => void interrupted.delete(legId),
  };
}
