import { DEFAULT_CALL_SETTINGS } from '@alongside/domain';
import { expect } from 'vitest';
import { addTrunk } from './call-scene.ts';
import { call, signIn } from './client.ts';
import type { TestServer } from './start-test-server.ts';

/** The company's number, and one that it may dial. */
export const COMPANY_NUMBER = '+31201234567';
export const CUSTOMER_NUMBER = '+31612345678';

/** Gives the demo's company a trunk, a number in its default queue, and leave to dial its own country. */
export async function openTelephones(
  server: TestServer,
  { greeting = null, caps = {} }: { greeting?: string | null; caps?: object } = {},
): Promise<{ admin: string; trunkId: string }> {
  const admin = (await signIn(server, server.demo.admin)).token;
  const put = async (path: string, body: object) => {
    const { status, error } = await call(server, 'PUT', path, { token: admin, body });
    expect([status, error], path).toEqual([200, undefined]);
  };
  const trunkId = await addTrunk(server, admin, COMPANY_NUMBER);
  const { queues } = (
    await call<{ queues: { id: string; isDefault: boolean }[] }>(server, 'GET', '/v1/queue-settings', { token: admin })
  ).body;
  const queueId = queues.find(({ isDefault }) => isDefault)!.id;
  await put(`/v1/phone-numbers/${encodeURIComponent(COMPANY_NUMBER)}`, { queueId, greeting, menu: [] });
  const open = { concurrent: 5, perMinute: 5, minutesPerDay: 60, spendPerDay: 1_000, centsPerMinute: 1, ...caps };
  await put('/v1/call-settings', { ...DEFAULT_CALL_SETTINGS, country: 'NL', caps: open });
  return { admin, trunkId };
}
