import type { Timers } from '../timers.ts';
import type { Typing } from './view.ts';

/** How often "still writing" is repeated, and how long a person may pause before it is taken back. */
const REPEAT_MS = 3_000;
const PAUSE_MS = 5_000;
/** How long the other side's "writing" is believed without a repeat. */
const BELIEF_MS = 8_000;

/** Tells the other side that somebody writes: at most once each 3 s, and that they stopped. */
export function createTypingSender(timers: Timers, send: (on: boolean) => void) {
  let sentAt: number | null = null;
  let cancel = () => {};
  const stop = () => {
    cancel();
    if (sentAt !== null) send(false);
    sentAt = null;
  };
  return {
    set(on: boolean) {
      if (!on) return stop();
      cancel();
      cancel = timers.after(PAUSE_MS, stop);
      if (sentAt !== null && timers.now() - sentAt < REPEAT_MS) return;
      sentAt = timers.now();
      send(true);
    },
    /** The message itself says that the writing is over; nothing is sent. */
    forget() {
      cancel();
      sentAt = null;
    },
  };
}

/** Believes the other side's signal until it is taken back (null), repeated too late, or a message comes. */
export function createTypingReceiver(timers: Timers, tell: (typing: Typing | null) => void) {
  let cancel = () => {};
  const receive = (typing: Typing | null) => {
    cancel();
    if (typing) cancel = timers.after(BELIEF_MS, () => receive(null));
    tell(typing);
  };
  return receive;
}
