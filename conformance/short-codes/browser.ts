import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer as createLine, type Socket } from 'node:net';
import { type Browser, type BrowserContext, chromium, type Frame, type Page } from 'playwright-core';
import { demo } from '../support/demo.ts';
import { call, type Json } from '../support/http.ts';

const PATIENCE_MS = 15_000;

/** The company's two sites, served by nobody of ours: what stands in them is what the published page says, word for word. */
const CUSTOMER = (title: string) => `<!doctype html><meta charset="utf-8"><title>${title}</title>
<script src="${demo.url}/assistserver/sdk/assist-sdk.js"></script>
<script>
  window.told = [];
  const tell = (name) => (...values) => { told.push([name, ...values]); };
  for (const name of ['onInSupport', 'onAgentJoinedSession', 'onAgentJoinedCobrowse', 'onAgentLeftCobrowse', 'onAgentLeftSession', 'onEndSupport', 'onError'])
    AssistSDK[name] = tell(name);
  AssistSDK.onScreenshareRequest = (agent) => { told.push(['onScreenshareRequest', agent]); return window.answer !== false; };
  window.code = async () => {
    const server = ${JSON.stringify(demo.url)};
    const created = await fetch(server + '/assistserver/shortcode/create', { method: 'PUT', credentials: 'include' });
    const { shortCode } = await created.json();
    const asked = await fetch(server + '/assistserver/shortcode/consumer?appkey=' + shortCode, { credentials: 'include' });
    const consumer = await asked.json();
    document.getElementById('code').textContent = shortCode;
    return { shortCode, sessionToken: consumer['session-token'], correlationId: consumer.cid };
  };
</script>
<h1>${title}</h1><p>Code: <output id="code"></output></p>
<p id="open">Balance of the open account</p>
<input id="name" aria-label="Name"><input id="secret" class="assist-no-show" aria-label="Memorable word" value="korenwolf-7781">
<iframe src="data:text/html,another site"></iframe>
<button id="press" onclick="this.textContent = 'pressed'">Press</button>`;
const AGENT = `<!doctype html><meta charset="utf-8"><title>The company's agents</title>
<script src="${demo.url}/assistserver/sdk/assist-agent-sdk.js"></script>
<script>
  window.told = [];
  AssistAgentSDK.setOnErrorCallback((error) => told.push(['error', error.name, error.code]));
  AssistAgentSDK.setRemoteViewCallBack((width, height) => told.push(['size', width, height]));
  AssistAgentSDK.setConsentCallback((what, allowed) => told.push(['consent', what, allowed]));
  AssistAgentSDK.setOnEndSupportCallback(() => told.push(['ended']));
  window.redeem = async (code, username, password) => {
    const server = ${JSON.stringify(demo.url)};
    const form = new URLSearchParams({ username, password, type: 'create', targetServer: btoa(server), name: 'Ada', text: 'Ada' });
    const signedIn = await fetch(server + '/assistserver/agent', { method: 'POST', body: form });
    const { token } = await signedIn.json();
    const asked = await fetch(server + '/assistserver/shortcode/agent?appkey=' + code, { headers: { authorization: 'Bearer ' + token } });
    return { token, ...(await asked.json()) };
  };
</script>
<div id="view" style="width:900px;height:600px"></div>`;
const PAGES: Readonly<Record<string, string>> = {
  '/': CUSTOMER('Your accounts'),
  '/next': CUSTOMER('Your cards'),
  '/untagged': '<!doctype html><title>Elsewhere</title><p>No tag here.',
  '/agents': AGENT,
};

export interface World {
  readonly customers: string;
  readonly agents: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Chromium, and the two sites, which the demo's company lists from now on. null: there is no Chromium here. */
export async function openWorld(): Promise<World> {
  const servers: Server[] = [];
  const serve = async () => {
    const server = createServer((request, response) => {
      const page = PAGES[(request.url ?? '/').split('?')[0] ?? '/'];
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const [customers, agents] = [await serve(), await serve()];
  const { token } = await call('POST', '/v1/agent/sign-in', {
    body: { tenant: demo.tenant.domain, ...demo.admin, transport: 'bearer' },
  });
  const before = await call('GET', '/v1/tenant', { token });
  await call('PATCH', '/v1/tenant', { token, body: { origins: [...before.origins, customers, agents] } });
  await listed(customers);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    headless: true,
  });
  return {
    customers,
    agents,
    browser,
    async close() {
      await browser.close();
      await call('PATCH', '/v1/tenant', { token, body: { origins: before.origins } });
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

/** A change of the list counts within two seconds. */
async function listed(origin: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${demo.url}/v1/health`, { headers: { origin } });
    if (answer.headers.get('access-control-allow-origin') === origin) return;
    if (Date.now() > until) throw new Error(`${origin} was never listed.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A person's browser: the page, and every frame that left it over a socket. */
export interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly sent: (string | Buffer)[];
  /** The first thing that the page's callbacks were told by this name, past or future. */
  told(name: string, fits?: (values: Json[]) => boolean): Promise<Json[]>;
}

export async function openPerson(world: World, address: string): Promise<Person> {
  const context = await world.browser.newContext({ viewport: { width: 1_000, height: 700 } });
  const page = await context.newPage();
  const sent: (string | Buffer)[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(payload)));
  await page.goto(address);
  return {
    page,
    context,
    sent,
    told: (name, fits = () => true) =>
      until(async () => {
        const all = (await page.evaluate('window.told ?? []').catch(() => [])) as Json[][];
        return all.find(([first, ...values]) => first === name && fits(values))?.slice(1);
      }, `${name} to be told`),
  };
}

/** Asks again until there is an answer: the browser's own waiting does not work in a frame without scripts. */
export async function until<T>(ask: () => Promise<T | undefined | false>, what: string): Promise<T> {
  const last = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > last) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The agent's copy of the customer's page. */
const copyOf = (page: Page): Frame | undefined => page.mainFrame().childFrames()[0]?.childFrames()[0];
export const copyShows = (page: Page, expression: string): Promise<true> =>
  until(
    async () => (await copyOf(page)?.evaluate(`Boolean(${expression})`)) === true,
    `the copy to show ${expression}`,
  );

/** Everything that stands in the customer's page, our own closed part too. */
export async function wordsOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  await session.detach();
  return JSON.stringify(root);
}

/** A way to the server that can break. */
export async function openLine() {
  const { hostname, port } = new URL(demo.url);
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createLine((near) => {
    count += 1;
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => count,
    cut,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
