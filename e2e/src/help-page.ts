import type { Browser, BrowserContextOptions, FrameLocator, Page } from 'playwright-core';
import { openPage, type Watched } from './browser.ts';
import { signedCall } from './signed.ts';
import type { Demo } from './system.ts';

/** A page of the bank with nothing but its help, so that a test can start any kind of it. */
export interface HelpPage extends Watched {
  readonly frame: FrameLocator;
  start(helpType: string | readonly string[]): Promise<void>;
}

export async function openHelpPage(
  browser: Browser,
  demo: Demo,
  customerId: string,
  options: BrowserContextOptions = {},
  may: readonly ('camera' | 'microphone')[] = ['camera', 'microphone'],
): Promise<HelpPage> {
  const watched = await openPage(browser, options);
  const { context, page } = watched;
  // A page that a test has written counts as one from far away, which must ask before it reaches this machine.
  await context.grantPermissions(['local-network-access', ...may]);
  const address = new URL('/only-help', demo.bank).href;
  await page.route(address, (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="en"><head><title>Bank</title></head><body><h1>Bank</h1></body></html>`,
    }),
  );
  await page.goto(address);
  const { domain } = demo.tenant;
  await page.evaluate(
    `import(${JSON.stringify(`${demo.url}/widget/loader.mjs`)}).then(({ create }) => {
      globalThis.help = create({ url: '${demo.url}', tenant: '${domain}', locale: 'en' });
    })`,
  );
  return {
    ...watched,
    frame: page.frameLocator('iframe'),
    start: (helpType) => start(page, demo, customerId, helpType),
  };
}

async function start(page: Page, demo: Demo, customerId: string, helpType: string | readonly string[]) {
  const deviceHash = await page.evaluate('help.getDeviceHash()');
  const path = '/v1/application/gettransactionhashforonlinehelp';
  const granted = await signedCall<{ transactionHash: string }>(demo, path, { customerId, deviceHash });
  const request = {
    customerId,
    customerName: 'Ada Yılmaz',
    transactionHash: granted.transactionHash,
    helpType,
    isLoggedIn: true,
    isBackground: false,
  };
  await page.evaluate(`void help.startAnonymousOnlineHelp(${JSON.stringify(request)})`);
}
