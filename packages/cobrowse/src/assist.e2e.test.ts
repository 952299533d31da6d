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
const PAGE = { tab: 'a', address: SITE, title: '', width: 640, height: 480, resumed: false };
const ADDRESSES = { customer: 'assist-sdk.js', agent: 'assist-agent-sdk.js' } as const;

let browser: Browser;
const scripts = new Map<string, string>();
beforeAll(async () => {
  const entries = { 'assist-sdk': 'assist/consumer', 'assist-agent-sdk': 'assist/agent', page: 'page/index' };
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
async function open(side: keyof typeof ADDRESSES, slow?: string) {
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
    const html = `<!doctype html><div id="view"></div>${url.href === FRAME ? '' : `<script src="/${ADDRESSES[side]}"></script>`}`;
    return route.fulfill({ contentType: 'text/html', body: html });
  });
  await page.goto(SITE);
  await page.evaluate(side === 'customer' ? LISTEN_CUSTOMER : LISTEN_AGENT);
  return { page, door, go };
}

const LISTEN_CUSTOMER = `
  window.told = [];
  for (const name of ['onInSupport', 'onEndSupport', 'onError'])
    AssistSDK[name] = (value) => { told.push([name, value?.reason ?? value?.code].filter(Boolean).join(' ')); };`;
const LISTEN_AGENT = `
  window.told = [];
  AssistAgentSDK.setOnErrorCallback(({ code }) => told.push('error ' + code));
  AssistAgentSDK.setConsentCallback((what, allowed) => told.push(what + ' ' + allowed));
  AssistAgentSDK.setRemoteViewCallBack((width, height) => told.push(width + 'x' + height));
  AssistAgentSDK.setOnEndSupportCallback(() => told.push('ended'));`;
const CUSTOMER_STARTS = `AssistSDK.startSupport({ sessionToken: 's', correlationId: 'c' })`;
const AGENT_STARTS = `AssistAgentSDK.startSupport({ sessionToken: 's', correlationId: 'c' })`;
const AGENT_SHOWS = `AssistAgentSDK.setRemoteView(document.getElementById('view'))`;
const told = (page: Page) => page.evaluate('told');

test('a customer who ends support while its script loads ends it for all, and is not told of a start', async () => {
  const { page, door, go } = await open('customer', '/page.js');
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
  const { page, door } = await open('customer');
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
  const { page, door } = await open('customer');
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
  const { page, door } = await open('customer');
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

test('what an agent asks for before the connection is up is asked as soon as it is, once', async () => {
  const { page, door } = await open('agent');
  door.mode = 'silent';
  await page.evaluate(AGENT_SHOWS);
  await page.evaluate(AGENT_STARTS);
  await page.evaluate('AssistAgentSDK.requestScreenShare()');
  await expect.poll(() => door.knocks).toBe(1);
  await page.evaluate('AssistAgentSDK.controlSelected()');
  door.welcome();
  await expect.poll(() => door.kinds()).toEqual(['watch', 'ask view', 'ask control']);
  door.mode = 'open';
  door.cut();
  await expect.poll(() => door.kinds()).toEqual(['watch', 'ask view', 'ask control', 'watch']);
  await page.evaluate('AssistAgentSDK.requestScreenShare()');
  await expect.poll(() => door.kinds().at(-1)).toBe('ask view');
  await page.context().close();
});

test('an agent who sets the view late sees the state of the page, the page whole, and asks what was wished before', async () => {
  const { page, door } = await open('agent');
  await page.evaluate(AGENT_STARTS);
  await page.evaluate('AssistAgentSDK.requestScreenShare()');
  await expect.poll(() => door.knocks).toBe(1);
  door.say({ t: 'page', state: 'live', ...PAGE, width: 320 });
  door.say({ t: 'consent', view: 'no', control: 'no', recording: 'no' });
  door.say({ t: 'page', state: 'live', ...PAGE });
  door.say({ t: 'consent', view: 'yes', control: 'no', recording: 'no' });
  door.say({ t: 'watchers', watchers: [] });
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 200))');
  expect(await told(page)).toEqual([]);
  await page.evaluate(AGENT_SHOWS);
  await expect.poll(() => told(page)).toEqual(['640x480', 'view true']);
  expect(door.kinds()).toEqual(['watch', 'ask view']);
  door.say({ t: 'consent', view: 'no', control: 'no', recording: 'no' });
  await expect.poll(() => told(page)).toEqual(['640x480', 'view true', 'view false']);
  await page.context().close();
});

test.each(['/v1/cobrowse', '/v1/socket-tickets'])(
  'an agent who ends support during the start, at %s, ends it for all and joins no more',
  async (slow) => {
    const { page, door, go } = await open('agent', slow);
    await page.evaluate(AGENT_SHOWS);
    await page.evaluate(AGENT_STARTS);
    await page.evaluate('AssistAgentSDK.endSupport()');
    expect(await told(page)).toEqual(['ended']);
    go();
    await expect.poll(() => door.kinds()).toEqual(['end']);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([await told(page), await page.locator('iframe').count(), door.knocks]).toEqual([['ended'], 0, 1]);
    await page.context().close();
  },
);

test('an agent who ends support before the door has opened ends it for all', async () => {
  const { page, door } = await open('agent');
  door.mode = 'silent';
  await page.evaluate(AGENT_SHOWS);
  await page.evaluate(AGENT_STARTS);
  await expect.poll(() => door.knocks).toBe(1);
  door.mode = 'open';
  await page.evaluate('AssistAgentSDK.endSupport()');
  await expect.poll(() => door.kinds()).toEqual(['end']);
  expect(await told(page)).toEqual(['ended']);
  await page.context().close();
});
