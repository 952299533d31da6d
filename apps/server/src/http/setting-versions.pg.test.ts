import { randomUUID } from 'node:crypto';
import type { AgentSettings, QueueSettings, SettingVersion, VersionedKind } from '@alongside/protocol';
import { nativeRoutes, type Route } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, signIn } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
let admin: string;
let adminName: string;
beforeAll(async () => {
  server = await startTestServer();
  const { token, agent } = await signIn(server, server.demo.admin);
  admin = token;
  adminName = agent.name;
});
afterAll(() => server.stop());

const ask = <T>(method: string, path: string, body?: unknown, version?: number | string) =>
  call<T>(server, method, path, {
    token: admin,
    ...(body === undefined ? {} : { body }),
    ...(version === undefined
      ? {}
      : { headers: { 'if-match': typeof version === 'number' ? `"${version}"` : version } }),
  });
const versionOf = async (kind: VersionedKind, id: string | null): Promise<SettingVersion | undefined> =>
  (await ask<{ versions: SettingVersion[] }>('GET', '/v1/setting-versions')).body.versions.find(
    (one) => one.kind === kind && one.id === id,
  );
const skill = (name: string) => ({ name, description: '' });

test('[SET1] a save from an old version changes nothing and says who made the last one, and when', async () => {
  const id = randomUUID();
  const path = `/v1/skills/${id}`;
  expect((await ask('PUT', path, skill(`First ${id}`), 0)).status).toBe(200);
  const first = await versionOf('skill', id);
  expect(first).toMatchObject({ changedBy: adminName });
  expect((await ask('PUT', path, skill(`Second ${id}`), first!.version)).status).toBe(200);
  const second = await versionOf('skill', id);
  expect(second!.version).toBeGreaterThan(first!.version);

  for (const old of [first!.version, 0, second!.version + 1]) {
    const late = await ask('PUT', path, skill(`Late ${id}`), old);
    expect(late).toMatchObject({ status: 409, error: { code: 'changed_meanwhile', correctiveAction: 'resync' } });
    expect(late.error?.message).toContain(adminName);
    expect(late.error?.message).toContain(second!.changedAt);
  }
  expect(await versionOf('skill', id)).toEqual(second);
  const { skills } = (await ask<{ skills: { id: string; name: string }[] }>('GET', '/v1/skills')).body;
  expect(skills.find((one) => one.id === id)?.name).toBe(`Second ${id}`);
});

test('[SET1] without If-Match, and with *, a save replaces what is there; what is no version is refused', async () => {
  const id = randomUUID();
  for (const version of [undefined, undefined, '*'])
    expect((await ask('PUT', `/v1/skills/${id}`, skill(`Free ${id}`), version)).status).toBe(200);
  for (const version of ['17', 'W/"17"', '"17", "18"', '"x"', '"-1"'])
    expect((await ask('PUT', `/v1/skills/${id}`, skill(`Free ${id}`), version)).error, version).toMatchObject({
      code: 'invalid_request',
      field: '/headers/if-match',
    });
});

test('[SET1] of ten saves at once from one version, one is stored', async () => {
  const id = randomUUID();
  await ask('PUT', `/v1/skills/${id}`, skill(`Race ${id}`));
  const { version } = (await versionOf('skill', id))!;
  const saves = await Promise.all(
    Array.from({ length: 10 }, (_, n) => ask('PUT', `/v1/skills/${id}`, skill(`Race ${n} ${id}`), version)),
  );
  expect(saves.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
});

test('[SET1] a queue that loses the default has changed, and whoever had read it before is told', async () => {
  const { queues } = (await ask<{ queues: QueueSettings[] }>('GET', '/v1/queue-settings')).body;
  const { id, ...was } = queues.find(({ isDefault }) => isDefault)!;
  const read = (await versionOf('queue', id))?.version ?? 0;
  const other = randomUUID();
  expect((await ask('PUT', `/v1/queue-settings/${other}`, { ...was, name: `Other ${other}` }, 0)).status).toBe(200);
  expect((await ask('PUT', `/v1/queue-settings/${id}`, was, read)).error?.code).toBe('changed_meanwhile');
  const now = (await versionOf('queue', id))!.version;
  expect((await ask('PUT', `/v1/queue-settings/${id}`, was, now)).status).toBe(200);
});

test('[SET1] a person has a version, which a password, a sign-in or being set away is not', async () => {
  const { agents } = (await ask<{ agents: AgentSettings[] }>('GET', '/v1/agent-settings')).body;
  const person = agents.find(({ email }) => email === server.demo.agents[1]!.email)!;
  const path = `/v1/agent-settings/${person.id}`;
  await ask('PATCH', path, { capacity: 4 });
  const { version } = (await versionOf('agent', person.id))!;
  await ask('PUT', `${path}/password`, { password: 'quite another one of these' });
  expect((await ask('PATCH', path, { capacity: 5 }, version)).status).toBe(200);
  expect((await ask('PATCH', path, { capacity: 6 }, version)).error?.code).toBe('changed_meanwhile');
  const nobody = await ask('PATCH', `/v1/agent-settings/${randomUUID()}`, { capacity: 6 }, 3);
  expect(nobody.error?.code).toBe('not_found');
});

test('[SET1] what a company has one of has a version too', async () => {
  for (const [kind, path, method] of [
    ['contact_weights', '/v1/contact-weights', 'PUT'],
    ['visitor_settings', '/v1/visitor-settings', 'PUT'],
    ['cobrowse_settings', '/v1/cobrowse/settings', 'PUT'],
    ['call_settings', '/v1/call-settings', 'PUT'],
  ] as const) {
    const { body } = await ask<object>('GET', path);
    expect((await ask(method, path, body)).status, path).toBe(200);
    const version = (await versionOf(kind, null))?.version;
    expect(version, kind).toBeDefined();
    expect((await ask(method, path, body, version!)).status, path).toBe(200);
    expect((await ask(method, path, body, version!)).error?.code, path).toBe('changed_meanwhile');
  }
  await ask('PATCH', '/v1/tenant', { timeZone: 'Europe/Amsterdam' });
  const { version } = (await versionOf('company', null))!;
  expect((await ask('PATCH', '/v1/tenant', { timeZone: 'UTC' }, version)).status).toBe(200);
  expect((await ask('PATCH', '/v1/tenant', { timeZone: 'Europe/Paris' }, version)).error?.code).toBe(
    'changed_meanwhile',
  );
});

test('every route that saves by versions can be refused for one, and says so', () => {
  const routes = Object.values<Route>(nativeRoutes).filter(({ versioned }) => versioned);
  expect(routes.length).toBeGreaterThan(15);
  for (const { operationId, errors } of routes) expect(errors, operationId).toContain('changed_meanwhile');
});
