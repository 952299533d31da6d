import type { AgentSettings, CannedReply, CobrowseSettings, QueueSettings, TenantSettings } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { readTenantFile } from '../apply/read-tenant-file.ts';
import { silentLog } from '../engines/log.ts';
import { call, signIn } from '../testing/client.ts';
import { startTestServer } from '../testing/start-test-server.ts';
import { applyDemoFile, readDemoTenantFile } from './apply-demo-file.ts';
import { DEMO_ADMIN, DEMO_AGENTS } from './cast.ts';

const file = readDemoTenantFile();

test('the demo becomes what its tenant file says; applied again there is nothing to do', async () => {
  await using server = await startTestServer();
  const options = { url: server.url, log: silentLog };
  expect(await applyDemoFile(file, server.demo, options)).toBeGreaterThan(10);
  expect(await applyDemoFile(file, server.demo, options)).toBe(0);

  const { token } = await signIn(server, server.demo.admin);
  const read = async <T>(path: string) => (await call<T>(server, 'GET', path, { token })).body;
  expect(await read<TenantSettings>('/v1/tenant')).toMatchObject({
    timeZone: 'Europe/Istanbul',
    name: 'Meridian Bank',
  });
  expect(await read<CobrowseSettings>('/v1/cobrowse/settings')).toMatchObject({
    privateByDefault: false,
    rules: [{ mask: ['[data-private]', '.assist-no-show'] }],
    recording: { allowed: true, days: 7, minutes: 30, megabytes: 50 },
  });
  const { queues } = await read<{ queues: QueueSettings[] }>('/v1/queue-settings');
  const help = queues.find(({ name }) => name === 'Help');
  expect(help).toMatchObject({ isDefault: true, survey: false, offerSeconds: null, overflow: null });
  expect(queues.find(({ name }) => name === 'Cards')).toMatchObject({
    survey: true,
    callBackAfterSeconds: 60,
    overflow: { queueId: help?.id },
  });
  const { agents } = await read<{ agents: AgentSettings[] }>('/v1/agent-settings');
  // Numbers of a call system come with that system: without one, its reports name people by their id.
  expect(agents.find(({ name }) => name === 'Elif Kaya')).toMatchObject({ staffNumber: null });
  const { replies } = await read<{ replies: CannedReply[] }>('/v1/canned-replies');
  expect(replies.map(({ shortcut }) => shortcut)).toContain('hello');
});

test('a demo whose administrator has another password by now starts as it is', async () => {
  await using server = await startTestServer();
  const { tenant, admin } = server.demo;
  const changed = { tenant, admin: { ...admin, password: 'another one' } };
  expect(await applyDemoFile(file, changed, { url: server.url, log: silentLog })).toBeNull();
});

test('the file speaks of exactly the people who can sign in', () => {
  const inFile = readTenantFile(file.text).people?.map(({ email, name, role }) => ({ email, name, role }));
  expect(inFile).toEqual([DEMO_ADMIN, ...DEMO_AGENTS].map(({ email, name, role }) => ({ email, name, role })));
});
