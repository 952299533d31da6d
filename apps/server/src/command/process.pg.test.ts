import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DemoFile } from '../demo/demo-file.ts';
import { HOUSE } from '../http/app-folders.ts';
import { call } from '../testing/client.ts';

/** Below the repository, so that the bundle finds its packages and the built apps. */
const bundle = join(HOUSE, 'apps', 'server', 'node_modules', `.process-test-${process.pid}`);
const main = join(bundle, 'main.js');
const NEW_PASSWORD = 'another sentence is good';
let data: string;
const started = new Set<ChildProcess>();

beforeAll(async () => {
  await build({
    entryPoints: [join(HOUSE, 'apps/server/src/main.ts')],
    outfile: main,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    plugins: [
      {
        name: 'packages-stay-outside',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@alongside/') ? undefined : { path, external: true },
          ),
      },
    ],
  });
});
afterAll(() => rmSync(bundle, { recursive: true, force: true }));
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'alongside-process-'));
});
afterEach(async () => {
  for (const child of started) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
  started.clear();
  rmSync(data, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Exit code, after which nothing more is printed. */
  readonly ended: Promise<number | null>;
}

function alongside(...argv: string[]): Started {
  const child = spawn(process.execPath, [main, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // What no argument may hold; every other command passes it by.
    env: { PATH: process.env.PATH, ALONGSIDE_NEW_PASSWORD: NEW_PASSWORD },
  });
  started.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (part: Buffer) => {
      text += part.toString();
    });
  }
  return { child, output: () => text, ended: once(child, 'close').then(([code]) => code as number | null) };
}

/** Resolves with the first match in what the process prints. */
async function printed({ output, ended }: Started, pattern: RegExp): Promise<RegExpExecArray> {
  let over = false;
  ended.then(() => {
    over = true;
  });
  for (;;) {
    const match = pattern.exec(output());
    if (match) return match;
    if (over) throw new Error(`It ended without ${pattern}: ${output()}`);
    await delay(20);
  }
}

const serve = (...more: string[]) => alongside('serve', '--data', data, '--port', '0', ...more);
const urlOf = async (process: Started) => (await printed(process, /ready after [\d.]+ s: (http\S+)/))[1]!;
const stop = async ({ child, ended }: Started) => {
  child.kill('SIGTERM');
  return ended;
};

test('without the demo nobody is there: a link makes the administrator, once; SIGTERM ends it in order', async () => {
  const first = serve();
  const url = await urlOf(first);
  const token = (await printed(first, /#\/setup\?token=(\S+)/))[1]!;
  const body = {
    token,
    company: 'Acme',
    domain: 'acme',
    name: 'Ada',
    email: 'ada@acme.example',
    password: 'a sentence is good',
  };
  expect(
    (await call({ url }, 'POST', '/v1/agent/sign-in', { body: { email: body.email, password: body.password } })).status,
  ).toBe(401);
  expect((await call({ url }, 'POST', '/v1/setup', { body })).status).toBe(201);
  expect((await call({ url }, 'POST', '/v1/setup', { body })).error?.code).toBe('setup_refused');
  expect(
    (await call({ url }, 'POST', '/v1/agent/sign-in', { body: { email: body.email, password: body.password } })).status,
  ).toBe(200);
  expect(existsSync(join(data, 'demo.json'))).toBe(false);
  expect(statSync(join(data, 'secret.key')).mode & 0o777).toBe(0o600);
  expect(await stop(first)).toBe(0);

  // The best of three: the machine may be busy with something else.
  const seconds: number[] = [];
  while (seconds.length < 3 && !seconds.some((one) => one < 3)) {
    const second = serve();
    seconds.push(Number((await printed(second, /ready after ([\d.]+) s/))[1]));
    expect(second.output()).not.toContain('setup?token');
    expect(await stop(second)).toBe(0);
  }
  expect(Math.min(...seconds)).toBeLessThan(3);
});

test('the demo keeps its people, and its file tells a script everything', async () => {
  const first = serve('--demo');
  const url = await urlOf(first);
  const file = join(data, 'demo.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const demo = JSON.parse(readFileSync(file, 'utf8')) as DemoFile;
  expect(demo).toMatchObject({
    url,
    console: `${url}/console/`,
    api: `${url}/openapi.json`,
    tenant: { domain: 'demo', brandId: 1001 },
  });
  expect(demo.agents.length).toBeGreaterThanOrEqual(3);
  expect(demo.agents[0]).toMatchObject({ ipphone: '50007' });
  for (const { email, password } of [demo.admin, ...demo.agents]) {
    expect(
      (
        await call({ url }, 'POST', '/v1/agent/sign-in', {
          body: { tenant: 'demo', email, password, transport: 'bearer' },
        })
      ).status,
    ).toBe(200);
    expect(first.output()).not.toContain(password);
  }
  if (demo.bank) expect((await fetch(demo.bank)).status).toBe(200);
  expect(await stop(first)).toBe(0);
  if (demo.bank) await expect(fetch(demo.bank)).rejects.toThrow();
  const log = readFileSync(join(data, 'server.log'), 'utf8');
  for (const { email, password } of demo.agents)
    for (const canary of [email, password]) expect(log).not.toContain(canary);

  const second = serve('--demo');
  await urlOf(second);
  const again = JSON.parse(readFileSync(file, 'utf8')) as DemoFile;
  // Ports are new ones at each start.
  const withoutPorts = (file: DemoFile) => JSON.parse(JSON.stringify(file).replace(/127\.0\.0\.1:\d+/g, 'here'));
  expect(withoutPorts(again)).toEqual(withoutPorts(demo));
  expect(await stop(second)).toBe(0);
});

test('what stands in the way is said in one sentence, and the exit code is 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const taken = alongside('serve', '--data', data, '--port', String(port));
  expect([await taken.ended, taken.output()]).toEqual([
    1,
    `Port ${port} is in use; choose another one with --port, or 0 for any free one.\n`,
  ]);
  other.close();

  const holding = serve();
  await urlOf(holding);
  const locked = serve();
  expect(await locked.ended).toBe(1);
  expect(locked.output()).toMatch(/^The data folder .* is in use by process \d+; .*\n$/);
  expect(await stop(holding)).toBe(0);

  const away = serve('--database-url', 'postgres://nobody:canary@127.0.0.1:9/none');
  expect(await away.ended).toBe(1);
  expect(away.output().trim().split('\n')).toHaveLength(1);
  expect(away.output()).not.toContain('canary');

  const nonsense = alongside('dance');
  expect([await nonsense.ended, nonsense.output()]).toEqual([
    1,
    'There is no command "dance"; try: alongside --help\n',
  ]);
});

test('migrate brings the database up to date and ends; help and version need nothing', async () => {
  const migrating = alongside('migrate', '--data', data);
  expect([await migrating.ended, migrating.output().split('\n').at(-2)]).toEqual([
    0,
    'The database is as this version wants it.',
  ]);
  const help = alongside('--help');
  expect(await help.ended).toBe(0);
  expect(help.output()).toContain('alongside serve');
  const version = alongside('--version');
  await version.ended;
  expect(version.output()).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a PostgreSQL that is killed comes back by itself, and what was stored is there', async () => {
  const running = serve('--demo');
  const url = await urlOf(running);
  const demo = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')) as DemoFile;
  const postmaster = Number(readFileSync(join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(postmaster, 'SIGKILL');
  const until = async (status: number) => {
    for (let tries = 0; tries < 500; tries += 1) {
      if ((await call({ url }, 'GET', '/v1/ready')).status === status) return;
      await delay(20);
    }
    throw new Error(`/v1/ready never answered ${status}`);
  };
  await until(503);
  expect((await call({ url }, 'GET', '/v1/health')).status).toBe(200);
  await until(200);
  const { email, password } = demo.agents[0]!;
  const signedIn = await call({ url }, 'POST', '/v1/agent/sign-in', {
    body: { tenant: 'demo', email, password, transport: 'bearer' },
  });
  expect(signedIn.status).toBe(200);
  expect(await stop(running)).toBe(0);
});

test('what looks at the store does so beside a server that has the database open', async () => {
  const url = await urlOf(serve('--demo'));
  const { admin, tenant } = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')) as DemoFile;
  const beside = async (...words: string[]) => {
    const command = alongside(...words, '--data', data);
    return { code: await command.ended, output: command.output() };
  };
  expect(await beside('password', admin.email)).toMatchObject({
    code: 0,
    output: expect.stringContaining('signs in with the new password'),
  });
  const body = { tenant: tenant.domain, email: admin.email, password: NEW_PASSWORD, transport: 'bearer' };
  expect((await call({ url }, 'POST', '/v1/agent/sign-in', { body })).status).toBe(200);
  expect(await beside('audit', 'verify')).toMatchObject({ code: 0, output: expect.stringContaining('sound') });
  expect(await beside('routing', 'replay')).toMatchObject({ code: 0, output: expect.stringContaining('0 different') });
});
