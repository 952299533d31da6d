import { randomUUID } from 'node:crypto';
import type { Bus, Logger } from '@alongside/domain';
import { expect, test } from 'vitest';
import type { Database } from '../connection/database.ts';
import { createVisitorLog } from './visitor-log.ts';

const nothing = () => {};
const log: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const bus = { publish: nothing } as unknown as Bus;
const views = (count: number) =>
  Array.from({ length: count }, () => ({ id: randomUUID(), type: 'page_view' as const }));

/** Of a database only when it stores, for whom, and whether it does. */
function stored(each: (tenantId: string, nth: number) => void | Promise<void>) {
  const tenants: string[] = [];
  const database = {
    async transaction(tenantId: string) {
      tenants.push(tenantId);
      await each(tenantId, tenants.length);
      return [];
    },
  } as unknown as Database;
  return { tenants, visitors: createVisitorLog({ database, bus, log, doubts: { keep: nothing } }) };
}

test('a tenant that never stops reporting does not hold up another', async () => {
  const { tenants, visitors } = stored((tenantId, nth) => {
    if (tenantId === 'loud' && nth < 50) visitors.append('loud', randomUUID(), views(1)).catch(nothing);
  });
  void visitors.append('loud', randomUUID(), views(1));
  await visitors.append('quiet', randomUUID(), views(1), { wait: true });
  expect(tenants.indexOf('quiet')).toBe(1);
  await visitors.close();
});

test('whoever waits is not told that all is stored when a part of it was lost', async () => {
  const { tenants, visitors } = stored((_, nth) => {
    if (nth === 1) throw new Error('The connection was lost.');
  });
  const one = visitors.append('tenant', randomUUID(), views(600), { wait: true });
  const other = visitors.append('tenant', randomUUID(), views(10), { wait: true });
  await expect(one).rejects.toThrow('lost');
  await expect(other).resolves.toEqual({ kept: false, invitation: null });
  expect(tenants).toHaveLength(2);
  await visitors.close();
});
