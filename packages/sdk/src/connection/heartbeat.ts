import type { Timers } from '../timers.ts';

/** After a wake-up the socket must answer within this time, or it is taken for dead. Leaves a second of the promised three for the new connection. */
const PROBE_MS = 2_000;

export interface Heartbeat {
  /** Anything came in. */
  heard(): void;
  /** The device may have slept: is the socket still alive? */
  probe(): void;
  stop(): void;
}

/** Pings after a silence of `silenceMs`, calls `dead` after twice that [WS7]. The first ping of a probe counts on any frame as its answer. */
export function startHeartbeat(timers: Timers, silenceMs: number, ping: () => void, dead: () => void): Heartbeat {
  let lastHeard = timers.now();
  let cancelProbe: (() => void) | null = null;

  const check = () => {
    const silence = timers.now() - lastHeard;
    if (silence >= 2 * silenceMs) return dead();
    if (silence >= silenceMs) ping();
    cancelCheck = timers.after(silence >= silenceMs ? 2 * silenceMs - silence : silenceMs - silence, check);
  };
  let cancelCheck = timers.after(silenceMs, check);

  const endProbe = () => {
    cancelProbe?.();
    cancelProbe = null;
  };
  return {
    heard() {
      lastHeard = timers.now();
      endProbe();
    },
    probe() {
      if (cancelProbe) return;
      ping();
      cancelProbe = timers.after(PROBE_MS, dead);
    },
    stop() {
      cancelCheck();
      endProbe();
    },
  };
}
