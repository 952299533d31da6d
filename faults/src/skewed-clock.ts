const RealDate = Date;
let offset = 0;

/** Moves this process' clock by so many milliseconds, as an administrator or a bad time server would: `Date` moves, monotonic time and timers do not. */
export function skewClock(milliseconds: number): void {
  offset = milliseconds;
  globalThis.Date = milliseconds === 0 ? RealDate : SkewedDate;
}

const SkewedDate = new Proxy(RealDate, {
  construct: (target, given: [], newTarget) =>
    Reflect.construct(target, given.length === 0 ? [RealDate.now() + offset] : given, newTarget),
  apply: () => new RealDate(RealDate.now() + offset).toString(),
  get: (target, name) => (name === 'now' ? () => RealDate.now() + offset : Reflect.get(target, name)),
});
