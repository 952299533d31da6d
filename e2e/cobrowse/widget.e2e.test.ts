import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, openPage } from '../src/browser.ts';
import { signedCall } from '../src/signed.ts';
import { System } from '../src/system.ts';
import { looking, sharing } from '../src/together.ts';

let system: System;
let browser: Browser;
let site: Server;
let agents: Server;
let admin: string;
const at = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const serve = async (page: () => string): Promise<Server> => {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};
async function api<T>(method: string, path: string, token: string | null, body?: unknown): Promise<T> {
  const answer = await fetch(system.demo.url + path, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return (text === '' ? null : JSON.parse(text)) as T;
}
const signIn = async (person: { email: string; password: string }) =>
  (
    await api<{ token: string }>('POST', '/v1/agent/sign-in', null, {
      tenant: system.demo.tenant.domain,
      ...person,
      transport: 'bearer',
    })
  ).token;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), launch()]);
  const { url, tenant } = system.demo;
  site = await serve(
    () => `<!doctype html><title>A shop</title><h1>Your basket</h1><p>Twelve tulips</p>
      <script src="${url}/widget/loader.js"></script>
      <script>window.help = Alongside.create({ url: ${JSON.stringify(url)}, tenant: ${JSON.stringify(tenant.domain)}, locale: 'en' })</script>`,
  );
  agents = await serve(
    () => `<!doctype html><title>Agents</title><script src="${url}/assistserver/sdk/assist-agent-sdk.js"></script>
      <div id="view" style="width:900px;height:600px"></div>`,
  );
  admin = await signIn(system.demo.admin);
  const { origins } = await api<{ origins: string[] }>('GET', '/v1/tenant', admin);
  await api('PATCH', '/v1/tenant', admin, { origins: [...origins, at(site), at(agents)] });
});
afterAll(async () => {
  await browser?.close();
  for (const server of [site, agents]) {
    server?.closeAllConnections();
    server?.close();
  }
  await system?.[Symbol.asyncDispose]();
});

/** A customer of the shop who has asked for help. */
async function asked(customerId: string) {
  const shop = await openPage(browser);
  // A change of the list counts within two seconds.
  await expect
    .poll(
      async () =>
        (await fetch(`${system.demo.url}/v1/health`, { headers: { origin: at(site) } })).headers.get(
          'access-control-allow-origin',
        ),
      { timeout: 10_000 },
    )
    .toBe(at(site));
  await shop.page.goto(at(site));
  const deviceHash = (await shop.page.evaluate('help.getDeviceHash()')) as string;
  const path = '/v1/application/gettransactionhashforonlinehelp';
  const { transactionHash } = await signedCall<{ transactionHash: string }>(system.demo, path, {
    customerId,
    deviceHash,
  });
  const request = {
    customerId,
    customerName: 'Ada',
    transactionHash,
    helpType: 'CHAT',
    isLoggedIn: true,
    isBackground: false,
  };
  await shop.page.evaluate(`help.startAnonymousOnlineHelp(${JSON.stringify(request)})`);
  const frame = shop.page.frameLocator('iframe').first();
  await frame.getByRole('heading').first().waitFor();
  return { shop, frame };
}
/** An agent answers whoever waits. */
async function picked(index: number) {
  const token = await signIn(system.demo.agents[index]!);
  await api('PUT', '/v1/agent/presence', token, { state: 'available' });
  type Offer = { contactId: string; epoch: number };
  const offers = async () => (await api<{ offers: Offer[] }>('GET', '/v1/agent/desk', token)).offers;
  await expect.poll(async () => (await offers()).length, { timeout: 15_000 }).toBe(1);
  const { contactId, epoch } = (await offers())[0]!;
  const { conversationId } = await api<{ conversationId: string }>('POST', `/v1/contacts/${contactId}/accept`, token, {
    epoch,
  });
  await api('PUT', '/v1/agent/presence', token, { state: 'away' });
  return { token, conversationId };
}
async function watch(cid: string, token: string): Promise<Page> {
  const { page } = await openPage(browser);
  await page.goto(at(agents));
  await page.evaluate(
    `AssistAgentSDK.startSupport({ correlationId: ${JSON.stringify(cid)}, sessionToken: ${JSON.stringify(token)} }); AssistAgentSDK.setRemoteView(document.getElementById('view'))`,
  );
  return page;
}
const offer = ({ token, conversationId }: { token: string; conversationId: string }) =>
  api<{ cid: string }>('POST', `/v1/conversations/${conversationId}/cobrowse/offer`, token);

test('[COB7] a customer who waits shows the page from the widget; the agent who comes joins without a code, and it outlives a new page', async () => {
  const { shop, frame } = await asked('shows-first');
  await frame.getByRole('button', { name: 'Show this page' }).click();
  await frame.getByRole('dialog').getByRole('button', { name: 'Show this page' }).click();
  await shop.page.locator('[data-alongside-ui]').waitFor({ state: 'attached' });

  const agent = await picked(0);
  const { cid } = await offer(agent);
  const desk = await watch(cid, agent.token);
  // Until the two have met there is nobody to ask.
  const asking = setInterval(() => void desk.evaluate('AssistAgentSDK.requestScreenShare()').catch(() => {}), 300);
  await sharing.says(shop.page, 'asks to see this page').finally(() => clearInterval(asking));
  await sharing.press(shop.page, 'Allow');
  await looking.shows(desk, `document.body.textContent.includes('Twelve tulips')`);
  await shop.page.reload();
  await sharing.says(shop.page, 'sees this page');
  await looking.shows(desk, `document.body.textContent.includes('Twelve tulips')`);
  await sharing.press(shop.page, 'End sharing');
  await sharing.gone(shop.page);
  expect(shop.troubles).toEqual([]);
  await desk.context().close();
  await shop.context.close();
});

test('[COB7] an agent offers in the chat: the customer declines, and takes the next one', async () => {
  const { shop, frame } = await asked('is-offered');
  const agent = await picked(1);
  await offer(agent);
  await frame.getByRole('button', { name: 'No, thank you' }).click();
  await expect.poll(async () => kinds(agent)).toEqual(['cobrowse.offered', 'cobrowse.ended']);
  await offer(agent);
  await frame.getByRole('button', { name: 'Yes, together' }).click();
  await shop.page.locator('[data-alongside-ui]').waitFor({ state: 'attached' });
  await expect.poll(async () => (await kinds(agent)).at(-1)).toBe('cobrowse.started');
  expect(shop.troubles).toEqual([]);
  await shop.context.close();
});

test('[COB7] a second tab of the site takes part by itself: the agent sees the one that the customer looks at', async () => {
  const { shop, frame } = await asked('has-two-tabs');
  const agent = await picked(0);
  const { cid } = await offer(agent);
  await frame.getByRole('button', { name: 'Yes, together' }).click();
  await shop.page.locator('[data-alongside-ui]').waitFor({ state: 'attached' });
  const desk = await watch(cid, agent.token);
  const asking = setInterval(() => void desk.evaluate('AssistAgentSDK.requestScreenShare()').catch(() => {}), 300);
  await sharing.says(shop.page, 'asks to see this page').finally(() => clearInterval(asking));
  await sharing.press(shop.page, 'Allow');
  await looking.shows(desk, `document.body.textContent.includes('Twelve tulips')`);

  const second = await shop.context.newPage();
  await second.goto(`${at(site)}/second`);
  await second.evaluate('document.querySelector("p").textContent = "Three roses"');
  await second.bringToFront();
  await looking.shows(desk, `document.body.textContent.includes('Three roses')`);
  await sharing.says(second, 'sees this page');
  // Only one recorder runs there, however often the conversation tells of the session.
  expect(await second.locator('[data-alongside-ui]').count()).toBe(1);
  await sharing.press(second, 'End sharing');
  await sharing.gone(second);
  await sharing.gone(shop.page);
  expect(shop.troubles).toEqual([]);
  await desk.context().close();
  await shop.context.close();
});

async function kinds({ token, conversationId }: { token: string; conversationId: string }): Promise<string[]> {
  const path = `/v1/conversations/${conversationId}/entries?limit=100`;
  const { entries } = await api<{ entries: { body: { kind: string } }[] }>('GET', path, token);
  return entries.map(({ body }) => body.kind).filter((kind) => kind.startsWith('cobrowse.'));
}
