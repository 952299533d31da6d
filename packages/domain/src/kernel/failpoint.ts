/** Set by the bundler: false in a release, where every point is empty; absent when sources run as they are. */
declare const ALONGSIDE_FAILPOINTS: boolean | undefined;

/**
 * A place where the fault tests let the process die or dawdle; docs/delivery.md. `ALONGSIDE_FAILPOINT` says where and how:
 * `journal.committed=kill` dies at the first pass after SIGUSR2, `subscribe.read=delay:50` waits up to 50 milliseconds.
 */
export function failpoint(name: string): Promise<void> | undefined {
  if (typeof ALONGSIDE_FAILPOINTS === 'undefined' || !ALONGSIDE_FAILPOINTS) return undefined;
  const [place, action = ''] = (process.env.ALONGSIDE_FAILPOINT ?? '').split('=');
  if (place !== name) return undefined;
  const [verb, amount = '0'] = action.split(':');
  if (verb === 'kill' && armed) process.kill(process.pid, 'SIGKILL');
  if (verb !== 'delay') return undefined;
  return new Promise((go) => setTimeout(go, Math.random() * Number(amount)));
}

/** Whether something is lost on the way here: `bus.heard=lose:20` loses one in five. */
export function isLostAt(name: string): boolean {
  if (typeof ALONGSIDE_FAILPOINTS === 'undefined' || !ALONGSIDE_FAILPOINTS) return false;
  const [, percent] = new RegExp(`^${name}=lose:(\\d+)$`).exec(process.env.ALONGSIDE_FAILPOINT ?? '') ?? [];
  return percent !== undefined && Math.random() * 100 < Number(percent);
}

let armed = false;
if (typeof ALONGSIDE_FAILPOINTS !== 'undefined' && ALONGSIDE_FAILPOINTS)
  process.on('SIGUSR2', () => {
    armed = true;
  });
