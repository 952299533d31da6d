import type { Console } from '../state/console.ts';
import type { Tone } from './tone.ts';

const EVERY_MS = 2_600;
const LOCK = 'alongside.console.ring';

/** Holds the right to ring while `task` runs; of several tabs one rings. Without locks each does. */
function alone(task: (signal: Promise<void>) => void): () => void {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const waiting = new AbortController();
  if (!navigator.locks) task(released);
  else {
    navigator.locks
      .request(LOCK, { signal: waiting.signal }, () => {
        task(released);
        return released;
      })
      .catch(() => {});
  }
  return () => {
    waiting.abort();
    release();
  };
}

/** Rings while something is offered, if that is wished and allowed. The answer ends it. */
export function startRinging({ client, settings }: Console, tone: Tone): () => void {
  let stop: (() => void) | null = null;

  const begin = () =>
    alone((released) => {
      const timer = setInterval(tone.play, EVERY_MS);
      tone.play();
      void released.then(() => clearInterval(timer));
    });

  const settle = () => {
    const wanted = (client.desk.get()?.offers.length ?? 0) > 0 && settings.get().sound && tone.unlocked.get();
    if (wanted && !stop) stop = begin();
    if (!wanted && stop) {
      stop();
      stop = null;
    }
  };

  const stops = [client.desk.subscribe(settle), settings.subscribe(settle), tone.unlocked.subscribe(settle)];
  settle();
  return () => {
    for (const end of stops) end();
    stop?.();
  };
}
