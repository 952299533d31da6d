import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leanRecorderPlugin } from '../build/lean-recorder.mjs';
import { packageFolder } from './testing/here.ts';
import { launch } from './testing/scene.ts';

interface Frame {
  readonly t: string;
  readonly [field: string]: unknown;
}

const SITE = 'https://company.test';
const FRAME = 'https://frame.test/';

let browser: Browser;
const scripts = new Map<string, string>();
beforeAll(async () => {
  const entries = { 'assist-sdk': 'assist/consumer', page: 'page/index' };
  for (const [name, path] of Object.entries(entries)) {
    const { outputFiles } = await build({
      entryPoints: [join(packageFolder(), `src/${path}.ts`)],
      bundle: true,
      format: name === 'page' ? 'esm' : 'iife',
      target: 'es2022',
      conditions: ['source'],
      plugins: [leanRecorderPlugin],
      write: false,
    });
    scripts.set(`/${name}.js`, outputFiles[0]!.text);
  }
  browser = await launch();
});
afterAll(() => browser?.close());

/** A server that lets in, or not, as the test says. */
class Door {
  readonly heard: Frame[] = [];
  mode: 'open' | 'silent' | 'shut' = 'open';
  knocks = 0;
  #sockets: WebSocketRoute[] = [];

  enter(socket: WebSocketRoute): void {
    this.#sockets.push(socket);
    socket.onMessage((text) => {
      const frame = JSON.parse(String(text)) as Frame;
      if (frame.t !== 'hello') return void this.heard.push(frame);
      this.knocks += 1;
      if (this.mode === 'shut') void socket.close();
      else if (this.mode === 'open') this.welcome();
    });
  }

  welcome(): void {
    this.say({ t: 'welcome', cid: 'c', silent: false, policy: { rules: [] } });
  }

  say(frame: object): void {
    this.#sockets.at(-1)?.send(JSON.stringify(frame));
  }

  cut(): void {
    void this.#sockets.at(-1)?.close();
  }

  kinds(): string[] {
    return this.heard.map(({ t, what, state }) => [t, what ?? state].filter(Boolean).join(' '));
  }
}

/** The company's page with the script of one side. `held` holds answers of the server back until it is called. */
async function open(slow?: string) {
  const door = new Door();
  const page = await (await browser.newContext()).newPage();
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.routeWebSocket('wss://company.test/cobrowse/socket', (socket) => door.enter(socket));
  await page.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.pathname === slow) await held;
    if (url.pathname === '/v1/cobrowse') return route.fulfill({ json: { frameUrl: FRAME } });
    if (url.pathname === '/v1/socket-tickets') return route.fulfill({ json: { ticket: 't' } });
    const script = scripts.get(url.pathname);
    if (script !== undefined) return route.fulfill({ contentType: 'text/javascript', body: script });
    const html = `<!doctype html><div id="view"></div>${url.href === FRAME ? '' : `<script src="/assist-sdk.js"></script>`}`;
    return route.fulfill({ contentType: 'text/html', body: html });
  });
  await page.goto(SITE);
  await page.evaluate(LISTEN_CUSTOMER);
  return { page, door, go };
}

const LISTEN_CUSTOMER = `
  window.told = [];
  for (const name of ['onInSupport', 'onEndSupport', 'onError'])
    AssistSDK[name] = (value) => { told.push([name, value?.reason ?? value?.code].filter(Boolean).join(' ')); };`;
const CUSTOMER_STARTS = `AssistSDK.startSupport({ sessionToken: 's', correlationId: 'c' })`;
const told = (page: Page) => page.evaluate('told');

test('a customer who ends support while its script loads ends it for all, and is not told of a start', async () => {
  const { page, door, go } = await open('/page.js');
  await page.evaluate(CUSTOMER_STARTS);
  await page.evaluate('AssistSDK.endSupport()');
  go();
  await expect.poll(() => door.kinds()).toContain('page ended');
  expect(await told(page)).toEqual(['onEndSupport customer']);
  await page.evaluate(CUSTOMER_STARTS);
  await expect.poll(() => told(page)).toEqual(['onEndSupport customer', 'onInSupport']);
  await page.context().close();
});

test('a customer who ends support before the connection is up ends it for all', async () => {
  const { page, door } = await open();
  door.mode = 'silent';
  await page.evaluate(CUSTOMER_STARTS);
  await expect.poll(() => door.knocks).toBe(1);
  await page.evaluate('AssistSDK.endSupport()');
  expect(await told(page)).toEqual(['onEndSupport customer']);
  door.welcome();
  await expect.poll(() => door.kinds()).toEqual(['page ended']);
  expect(door.knocks).toBe(1);
  await page.context().close();
});

test('a customer who ends support while the connection is lost ends it for all', async () => {
  const { page, door } = await open();
  await page.evaluate(CUSTOMER_STARTS);
  await expect.poll(() => told(page)).toEqual(['onInSupport']);
  door.mode = 'shut';
  door.cut();
  // The pause after that many attempts is longer than what follows here.
  await expect.poll(() => door.knocks).toBe(5);
  door.mode = 'open';
  await page.evaluate('AssistSDK.endSupport()');
  await expect.poll(() => door.kinds()).toContain('page ended');
  expect(await told(page)).toEqual(['onInSupport', 'onEndSupport customer']);
  expect(door.knocks).toBe(6);
  await page.context().close();
});

test('a page that the door refuses does not knock again', async () => {
  const { page, door } = await open();
  door.mode = 'silent';
  await page.evaluate(CUSTOMER_STARTS);
  await expect.poll(() => door.knocks).toBe(1);
  door.say({ t: 'bye', error: { code: 'session_expired', kind: 'unauthenticated' } });
  door.cut();
  await expect.poll(() => told(page)).toEqual(['onError session_refused', 'onEndSupport session_expired']);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(door.knocks).toBe(1);
  await page.context().close();
});
