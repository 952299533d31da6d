import { type Alongside, createAlongside } from '../alongside.ts';
import type { OnlineHelpRequest } from '../help/start-request.ts';
import { createLocks, type PortOptions } from '../ports/defaults.ts';
import { createMemoryStorage } from '../ports/memory-storage.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { FakeRandom } from './fake-random.ts';
import { FakeServer } from './fake-server.ts';

export const request: OnlineHelpRequest = {
  customerId: '123456',
  customerName: 'Ada',
  helpType: 'CHAT',
  transactionHash: 'hash',
  isLoggedIn: true,
  isBackground: false,
};

/** A client and a server on one clock, with everything a test may turn. */
export function createBench(given: PortOptions & { seed?: number; server?: FakeServer; clock?: FakeClock } = {}) {
  const server = given.server ?? new FakeServer();
  const clock = given.clock ?? new FakeClock();
  const storage = given.storage ?? createMemoryStorage();
  const wake = new Set<() => void>();
  const warnings: string[] = [];
  let awake = true;
  const ports = {
    clock,
    storage,
    fetch: server.fetch,
    webSocket: server.webSocket,
    // Its own: a test that ends in the middle of a send must not hold up the next one.
    locks: createLocks(),
    random: new FakeRandom(() => 0.5, given.seed),
    wakeups: {
      subscribe(listener: () => void) {
        wake.add(listener);
        return () => void wake.delete(listener);
      },
      isAwake: () => awake,
    },
    logger: { debug() {}, info() {}, warn: (message: string) => void warnings.push(message) },
    ...given,
  };
  const open = (over: PortOptions = {}): Alongside =>
    createAlongside({ url: 'http://help.test', tenant: 'demo', ...ports, ...over });
  const client = open();
  return {
    server,
    clock,
    storage,
    client,
    warnings,
    /** Another page of the same device; `random` must differ from the first. */
    open: (seed: number) => open({ random: new FakeRandom(() => 0.5, seed) }),
    wakeUp: () => {
      awake = true;
      for (const listener of wake) listener();
    },
    /** The page is hidden or the device offline; nobody is told. */
    fallAsleep: () => {
      awake = false;
    },
    wakeListeners: () => wake.size,
    /** A help that waits, connected and caught up. */
    async started(over: Partial<OnlineHelpRequest> = {}) {
      await client.startAnonymousOnlineHelp({ ...request, ...over });
      await settle();
    },
    /** A chat with an agent. */
    async chatting(over: Partial<OnlineHelpRequest> = {}) {
      await client.startAnonymousOnlineHelp({ ...request, ...over });
      await settle();
      server.agentStarts();
      await settle();
    },
  };
}
