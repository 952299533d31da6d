import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Held, ORDERS_VARIABLE, type Orders } from './orders.ts';
import { skewClock } from './skewed-clock.ts';

// Loaded into the server before the product (`node --import`), so that the product itself knows nothing of it.
const file = process.env[ORDERS_VARIABLE];
const MINUTES = 60_000;
let done = 0;
let jumping: NodeJS.Timeout | undefined;
const kept: unknown[] = [];

if (file !== undefined && file !== '') {
  obey(file);
  setInterval(() => obey(file), 25).unref();
}

function obey(path: string): void {
  let orders: Orders;
  try {
    orders = JSON.parse(readFileSync(path, 'utf8')) as Orders;
  } catch {
    return;
  }
  if (orders.number <= done) return;
  done = orders.number;
  if (orders.clock !== undefined) setClock(orders.clock);
  if (orders.block !== undefined) {
    const until = performance.now() + orders.block;
    while (performance.now() < until);
  }
  if (orders.leak === true) leak();
  if (orders.look === true) {
    // What is dead does not count, where the row lets it be cleared away.
    (globalThis as { gc?(): void }).gc?.();
    writeFileSync(`${path}.part`, JSON.stringify(held()));
    renameSync(`${path}.part`, `${path}.seen`);
  }
}

function setClock(clock: number | null): void {
  clearInterval(jumping);
  if (clock !== null) {
    skewClock(clock);
    return;
  }
  jumping = setInterval(() => skewClock((Math.random() * 20 - 10) * MINUTES), 200);
  jumping.unref();
}

function leak(): void {
  for (let n = 0; n < 50_000; n += 1) kept.push({ n, text: `kept ${n} ${Math.random()}` });
  setTimeout(leak, 5);
}

function held(): Held {
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  const listeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  return { number: done, heapMiB: process.memoryUsage().heapUsed / 1024 / 1024, resources, listeners };
}
