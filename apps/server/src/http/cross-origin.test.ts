import type { ErrorBody } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { fakeEdge } from '../testing/fake-edge.ts';

const PAGE = 'https://bank.example';
const HOST = 'help.example';

const config = (headers: Record<string, string>, tenant = 'demo') => ({
  url: `/v1/widget-config?tenant=${tenant}`,
  headers: { host: HOST, ...headers },
});

test("a page on the tenant's list reads answers, without cookies", async () => {
  const app = await fakeEdge({ origins: [PAGE] });
  const answer = await app.inject(config({ origin: PAGE }));
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['access-control-allow-origin']).toBe(PAGE);
  expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  expect(answer.headers.vary).toContain('Origin');
});

test('look-alikes of a listed page, a sandboxed frame and an unlisted page are refused and may not read it', async () => {
  const app = await fakeEdge({ origins: [PAGE] });
  for (const origin of [
    'https://evil.example',
    'http://bank.example',
    'https://bank.example.evil',
    'https://xbank.example',
    'https://a.bank.example',
    'https://bank.example:8443',
    'null',
    '',
  ]) {
    const answer = await app.inject(config({ origin }));
    expect([answer.statusCode, answer.json<ErrorBody>().error?.code], origin).toEqual([403, 'origin_refused']);
    expect(answer.headers['access-control-allow-origin'], origin).toBeUndefined();
  }
});

test('a preflight of a listed page is answered, of another it allows nothing', async () => {
  const app = await fakeEdge({ origins: [PAGE] });
  const preflight = (origin: string) =>
    app.inject({
      method: 'OPTIONS',
      url: '/v1/online-help/start',
      headers: { host: HOST, origin, 'access-control-request-method': 'POST' },
    });
  const listed = await preflight(PAGE);
  expect(listed.statusCode).toBe(204);
  expect(listed.headers['access-control-allow-headers']).toContain('authorization');
  const other = await preflight('https://evil.example');
  expect(other.headers['access-control-allow-methods']).toBeUndefined();
  expect(other.headers['access-control-allow-origin']).toBeUndefined();
});

test('our own pages, and clients that are no browser, need no list', async () => {
  const app = await fakeEdge();
  expect((await app.inject(config({ origin: `http://${HOST}` }))).statusCode).toBe(200);
  expect((await app.inject(config({}))).statusCode).toBe(200);
  expect((await app.inject(config({ origin: `https://${HOST}` }))).statusCode).toBe(403);
});

test('with a public URL that alone is our own origin', async () => {
  const app = await fakeEdge({ publicUrl: 'https://help.bank.example' });
  expect((await app.inject(config({ origin: 'https://help.bank.example' }))).statusCode).toBe(200);
  expect((await app.inject(config({ origin: `http://${HOST}` }))).statusCode).toBe(403);
});

test('what a proxy says of us counts only where one is trusted', async () => {
  const behind = {
    origin: 'https://help.bank.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'help.bank.example',
  };
  expect((await (await fakeEdge({ trustProxy: ['127.0.0.1'] })).inject(config(behind))).statusCode).toBe(200);
  expect((await (await fakeEdge()).inject(config(behind))).statusCode).toBe(403);
});
