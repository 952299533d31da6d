import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from './config.ts';
import { readConfig } from './config.ts';
import { createBank } from './create-bank.ts';
import { DEMO_CUSTOMERS } from './customers.ts';

const SECRET = 'the-secret-of-the-bank';
const ALONGSIDE = 'http://help.test:8080';
const config: Config = {
  alongsideUrl: ALONGSIDE,
  accessKeyId: 'ak_demo_1',
  accessKeySecret: SECRET,
  tenant: 'demo',
  host: '127.0.0.1',
  port: 0,
  customers: DEMO_CUSTOMERS,
};

let bank: Server;
let url: string;
let folder: string;
const minted: { body: string; headers: Record<string, string> }[] = [];
const logged: string[] = [];
let alongside: () => { status: number; body: unknown } = () => ({ status: 500, body: '' });
const granted = () => ({ status: 200, body: { isSuccess: true, message: '', transactionHash: 'ab'.repeat(32) } });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bank-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><script type="module" src="/assets/app.js"></script>');
  writeFileSync(
    join(folder, 'plain.html'),
    `<script type="module">import '${'https://help.example.com'}/x'; create({ tenant: 'bank' });</script>`,
  );
  bank = createBank(config, {
    pageFolder: folder,
    log: (line) => void logged.push(line),
    fetch: async (_url, { body, headers }) => {
      minted.push({ body, headers });
      const { status, body: answer } = alongside();
      return { status, headers: { get: () => null }, text: async () => JSON.stringify(answer) };
    },
  });
  await new Promise<void>((resolve) => bank.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(bank.address() as AddressInfo).port}`;
});
afterAll(async () => {
  bank.closeAllConnections();
  await new Promise((resolve) => bank.close(resolve));
  rmSync(folder, { recursive: true });
});

async function ask(path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await fetch(
    url + path,
    body ? { method: 'POST', body: JSON.stringify(body), headers } : { headers },
  );
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text.startsWith('{') ? JSON.parse(text) : null,
  };
}
async function signIn(customerId = '123456'): Promise<{ cookie: string }> {
  const { headers } = await ask('/api/sign-in', { customerId });
  return { cookie: headers.get('set-cookie')?.split(';')[0] ?? '' };
}

test('a hash is minted for whoever the session says, whatever the page says', async () => {
  alongside = granted;
  minted.length = 0;
  const session = await signIn('123456');
  const { status, json } = await ask('/api/help', { deviceHash: 'D1', customerId: '345678' }, session);
  expect(status).toBe(200);
  expect(json).toEqual({ customerId: '123456', customerName: 'Ada Yılmaz', transactionHash: 'ab'.repeat(32) });
  expect(minted).toHaveLength(1);
  expect(JSON.parse(minted[0]?.body ?? '')).toMatchObject({ customerId: '123456', deviceHash: 'D1' });
});

test('nobody gets a hash without a session, or with a cookie that was made up', async () => {
  alongside = granted;
  minted.length = 0;
  const { cookie } = await signIn();
  for (const wrong of ['', 'meridian_session=123456.AAAA', cookie.replace('123456', '345678'), `${cookie}x`]) {
    expect((await ask('/api/help', { deviceHash: 'D1' }, { cookie: wrong })).status).toBe(401);
  }
  expect(minted).toEqual([]);
});

test('the key and its secret never reach the browser, and a failure tells the customer nothing of it', async () => {
  alongside = () => ({ status: 401, body: { isSuccess: false, message: 'Authorization failed' } });
  logged.length = 0;
  const session = await signIn();
  const answers = [
    await ask('/api/help', { deviceHash: 'D1' }, session),
    await ask('/api/session', undefined, session),
    await ask('/'),
    await ask('/plain.html'),
  ];
  expect(answers[0]).toMatchObject({ status: 502, json: { error: 'help_unavailable' } });
  expect(logged.join()).toContain('wrong_key');
  for (const { text, headers } of answers) {
    expect(text + JSON.stringify([...headers])).not.toMatch(/the-secret-of-the-bank|ak_demo_1/);
  }
});

test('a page of another origin cannot use the session', async () => {
  const session = await signIn();
  const { status } = await ask('/api/help', { deviceHash: 'D1' }, { ...session, origin: 'https://evil.example' });
  expect(status).toBe(403);
});

test('the policy allows the loader and the frame of the Alongside server, and the inline script of the plain page by its hash', async () => {
  const app = (await ask('/')).headers.get('content-security-policy') ?? '';
  expect(app).toContain(`script-src 'self' ${ALONGSIDE};`);
  expect(app).toContain(`frame-src ${ALONGSIDE};`);
  expect(app).toContain(`connect-src 'self' ${ALONGSIDE} ${ALONGSIDE.replace(/^http/, 'ws')};`);
  expect(app).not.toContain('unsafe');
  const plain = await ask('/plain.html');
  expect(plain.text).toContain(`import '${ALONGSIDE}/x'; create({ tenant: 'demo' });`);
  expect(plain.headers.get('content-security-policy')).toMatch(/script-src [^;]*'sha256-[A-Za-z0-9+/]{43}='/);
});

test('files outside the page are not served', async () => {
  for (const path of ['/../backend/main.js', '/%2e%2e/main.js', '/nothing.js', '/index.html%00', '/etc/passwd']) {
    expect((await ask(path)).status, path).toBe(404);
  }
});

test('a transfer moves money, and is refused with its reason', async () => {
  const session = await signIn('234567');
  const before = (await ask('/api/statement', undefined, session)).json;
  const { id, cents } = before.accounts[0];
  const after = (await ask('/api/transfers', { from: id, to: 'Ada', cents: 1250 }, session)).json;
  expect(after.accounts[0].cents).toBe(cents - 1250);
  expect(after.bookings[0]).toMatchObject({ name: 'Ada', cents: -1250, kind: 'transfer' });
  for (const [order, error] of [
    [{ from: 'ada-1', to: 'Ada', cents: 1 }, 'unknown_account'],
    [{ from: id, to: ' ', cents: 1 }, 'recipient'],
    [{ from: id, to: 'Ada', cents: -5 }, 'amount'],
    [{ from: id, to: 'Ada', cents: 1e12 }, 'balance'],
  ] as const) {
    expect(await ask('/api/transfers', order, session)).toMatchObject({ status: 422, json: { error } });
  }
});

test('bodies that are no JSON object are refused', async () => {
  for (const body of ['', '[', '"x"', 'null', 'x'.repeat(20_000)]) {
    const { status } = await fetch(`${url}/api/sign-in`, { method: 'POST', body }).catch(() => ({ status: 400 }));
    expect(status).toBe(body === '' ? 404 : 400);
  }
});

test('a missing or impossible setting is one sentence', () => {
  expect(() => readConfig({})).toThrow(/ALONGSIDE_URL/);
  const environment = { ALONGSIDE_URL: ALONGSIDE, ACCESS_KEY_ID: 'a', ACCESS_KEY_SECRET: 'b', TENANT: 'demo' };
  expect(() => readConfig({ ...environment, PORT: '70000' })).toThrow(/PORT/);
  expect(() => readConfig({ ...environment, ALONGSIDE_URL: 'help' })).toThrow(/ALONGSIDE_URL/);
  const customers = JSON.stringify([{ customerId: '9', name: 'Zoë' }]);
  expect(readConfig({ ...environment, DEMO_CUSTOMERS: customers }).customers).toMatchObject([
    { customerId: '9', name: 'Zoë' },
  ]);
});
