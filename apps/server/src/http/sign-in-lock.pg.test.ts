import type { SignedIn } from '@alongside/protocol';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCommand } from '../command/arguments.ts';
import { runNewPassword } from '../command/new-password.ts';
import { call, signIn } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
let database: pg.Client;
beforeAll(async () => {
  server = await startTestServer();
  database = new pg.Client({ connectionString: server.demo.database });
  await database.connect();
  await database.query(`SELECT set_config('app.tenant', $1, false)`, [server.demo.tenant.id]);
});
afterAll(async () => {
  await database.end();
  await server.stop();
});

const attempt = (email: string, password: string) =>
  call<SignedIn>(server, 'POST', '/v1/agent/sign-in', { body: { email, password } });
/** So many wrong passwords in a row, each long after the one before. */
const failed = (email: string, tries: number) =>
  database.query('UPDATE agents SET failed_sign_ins = $2 WHERE email = $1', [email, tries]);
const NEW = 'a new password for somebody';

test('after a hundred wrong passwords in a row the right one is refused in the same words, until there is a new one', async () => {
  const { id, email, password } = server.demo.agents[0]!;
  await failed(email, 98);
  expect((await attempt(email, password)).status).toBe(200);

  await failed(email, 99);
  const hundredth = await attempt(email, 'wrong');
  const afterwards = await attempt(email, password);
  const words = [hundredth, afterwards].map(({ status, error }) => ({ status, ...error, requestId: '' }));
  expect(words[0]).toMatchObject({ status: 401, code: 'wrong_credentials' });
  expect(words[1]).toEqual(words[0]);

  const { token } = await signIn(server, server.demo.admin);
  const { body } = await call<{ records: { action: string; target: { id: string } | null }[] }>(
    server,
    'GET',
    '/v1/audit?action=sign_in.locked',
    { token },
  );
  expect(body.records.map(({ target }) => target?.id)).toEqual([id]);
  await call(server, 'PUT', `/v1/agent-settings/${id}/password`, { token, body: { password: NEW } });
  expect((await attempt(email, NEW)).status).toBe(200);
});

test('tries at once count each', async () => {
  const { email, password } = server.demo.agents[1]!;
  await failed(email, 97);
  const answers = await Promise.all(Array.from({ length: 8 }, () => attempt(email, 'wrong')));
  expect(answers.every(({ error }) => error?.code === 'wrong_credentials')).toBe(true);
  const { rows } = await database.query('SELECT failed_sign_ins AS tries FROM agents WHERE email = $1', [email]);
  expect(rows).toEqual([{ tries: 105 }]);
  expect((await attempt(email, password)).error?.code).toBe('wrong_credentials');
});

test('the only administrator, locked out and paused, gets in by whoever runs the server', async () => {
  const { email, password } = server.demo.admin;
  const before = await signIn(server, server.demo.admin);
  await failed(email, 100);
  for (let tries = 0; tries < 11; tries += 1) await attempt(email, 'wrong');
  expect((await attempt(email, password)).error?.code).toBe('rate_limited');

  const run = async (...words: string[]) => {
    const lines: string[] = [];
    const argv = ['password', ...words, '--database-url', server.demo.database, '--log', 'stderr'];
    const command = readCommand(argv, { ALONGSIDE_NEW_PASSWORD: NEW });
    if (command.name !== 'password') throw new Error(`It was read as ${command.name}.`);
    return { code: await runNewPassword(command.settings, command.person, (line) => lines.push(line)), lines };
  };
  expect(await run('nobody@meridian.example')).toMatchObject({
    code: 1,
    lines: ['Nobody signs in with nobody@meridian.example there.'],
  });
  expect(await run(email, '--tenant', 'nowhere')).toMatchObject({ code: 1, lines: ['There is no company "nowhere".'] });
  expect(await run(email)).toMatchObject({
    code: 0,
    lines: [expect.stringContaining('signs in with the new password')],
  });
  expect((await attempt(email, NEW)).status).toBe(200);
  expect((await call(server, 'GET', '/v1/agent/me', { token: before.token })).error?.code).toBe('not_authenticated');
});
