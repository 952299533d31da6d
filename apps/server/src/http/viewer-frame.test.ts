import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { fakeEdge } from '../testing/fake-edge.ts';
import { builtApp, HOUSE } from './app-folders.ts';
import { ViewerFrameListener } from './viewer-frame.ts';

const listeners: ViewerFrameListener[] = [];
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
});
const listen = async (consolePort: number) => {
  const listener = new ViewerFrameListener();
  listeners.push(listener);
  const port = await listener.listen('127.0.0.1', 0, consolePort);
  return { listener, port };
};

test('a secure page, or one without a known address, gets no frame that is not secure', async () => {
  const { listener, port } = await listen(8080);
  expect(listener.urlFor('http://127.0.0.1:8080')).toBe(`http://127.0.0.1:${port}/viewer/`);
  expect(listener.urlFor('http://desk.lan:8080')).toBe(`http://desk.lan:${port}/viewer/`);
  expect(listener.urlFor('https://help.example')).toBeNull();
  expect(listener.urlFor(null)).toBeNull();
});

test.runIf(existsSync(join(HOUSE, 'packages', 'cobrowse', 'dist', 'frame.js')))(
  "the frame's own port serves the frame and nothing else, and only the console beside it may frame it",
  async () => {
    const { port } = await listen(8080);
    const page = await fetch(`http://127.0.0.1:${port}/viewer/`);
    const policy = String(page.headers.get('content-security-policy'));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).toContain('frame-ancestors http://127.0.0.1:8080');
    const script = /src="([^"]+)"/.exec(await page.text())?.[1];
    expect((await fetch(`http://127.0.0.1:${port}/viewer/${script}`)).headers.get('content-type')).toMatch(
      /javascript/,
    );
    for (const path of ['/', '/console/', '/v1/health', '/viewer/../console/', '/viewer/x'])
      expect((await fetch(`http://127.0.0.1:${port}${path}`)).status, path).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/viewer/`, { method: 'POST' })).status).toBe(404);
  },
);

test('where the wanted port is taken, another one is', async () => {
  const first = await listen(8080);
  const second = new ViewerFrameListener();
  listeners.push(second);
  expect(await second.listen('127.0.0.1', first.port, 8080)).not.toBe(first.port);
});

test.runIf(builtApp('console'))('without a viewer the console frames nothing', async () => {
  const app = await fakeEdge();
  const { headers, body } = await app.inject({ url: '/console/', headers: { host: 'help.example' } });
  expect(headers['content-security-policy']).not.toContain('frame-src');
  expect(body).not.toContain('viewer-frame');
});
