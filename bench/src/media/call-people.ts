import { createHmac } from 'node:crypto';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import type { DemoFile } from '../env/product.ts';

export interface Customer {
  readonly context: BrowserContext;
  readonly page: Page;
  /** The widget. */
  readonly frame: Frame;
}

/** Somebody at the desk whom nothing rings yet. */
export async function openDesk(browser: Browser, demo: DemoFile, script: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 }, locale: 'en-GB' });
  await context.grantPermissions(['camera', 'microphone']);
  const page = await context.newPage();
  await page.addInitScript(script);
  const person = demo.agents[0];
  if (person === undefined) throw new Error('The demo has no agent.');
  await page.goto(demo.console);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const receives = page.getByRole('switch', { name: 'Receive chats' });
  await receives.waitFor();
  if (!(await receives.isChecked())) await page.keyboard.press('Alt+p');
  await page.getByText('New chats ring here').waitFor();
  return page;
}

/** Somebody who asked for a video call, has opened camera and microphone, and waits. */
export async function openCustomer(browser: Browser, demo: DemoFile, script: string): Promise<Customer> {
  const context = await browser.newContext({ viewport: { width: 1_000, height: 700 }, locale: 'en-GB' });
  await context.grantPermissions(['local-network-access', 'camera', 'microphone']);
  const page = await context.newPage();
  await page.addInitScript(script);
  const address = new URL('/only-help', demo.bank).href;
  await page.route(address, (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: '<!doctype html><title>Bank</title><h1>Bank</h1>' }),
  );
  await page.goto(address);
  await page.evaluate(
    `import(${JSON.stringify(`${demo.url}/widget/loader.mjs`)}).then(({ create }) => {
      globalThis.help = create({ url: '${demo.url}', tenant: '${demo.tenant.domain}', locale: 'en' });
    })`,
  );
  const customerId = crypto.randomUUID();
  const deviceHash = (await page.evaluate('help.getDeviceHash()')) as string;
  const request = {
    customerId,
    customerName: 'Ada Bell',
    transactionHash: await mintHash(demo, { customerId, deviceHash }),
    helpType: 'VIDEO_CALL',
    isLoggedIn: true,
    isBackground: false,
  };
  await page.evaluate(`void help.startAnonymousOnlineHelp(${JSON.stringify(request)})`);
  const widget = page.frameLocator('iframe');
  await widget.getByRole('button', { name: 'Allow microphone and camera' }).click();
  await widget.getByText('You are ready.').waitFor();
  const frame = page.frames().find((one) => one.url().includes('/widget/'));
  if (frame === undefined) throw new Error('The page has no help.');
  return { context, page, frame };
}

/** As the bank's backend gets one: by a signed request. */
async function mintHash({ url, onlineHelp }: DemoFile, who: object): Promise<string> {
  const path = '/v1/application/gettransactionhashforonlinehelp';
  const body = JSON.stringify(who);
  const date = new Date().toUTCString();
  const signature = createHmac('sha256', onlineHelp.accessKeySecret)
    .update(['POST', 'application/json', date, body, path].join('\n'))
    .digest('base64');
  const answer = await fetch(url + path, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-dlg-date': date,
      'x-dlg-requester-userid': 'bench',
      'x-dlg-authorization': `DLGA ${onlineHelp.accessKeyId}:${signature}`,
    },
  });
  return ((await answer.json()) as { transactionHash: string }).transactionHash;
}
