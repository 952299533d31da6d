import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { createBank } from '../backend/create-bank.ts';
import { DEMO_CUSTOMERS } from '../backend/customers.ts';
import { GRANTED, type StubAlongside, startStubAlongside } from './stub-alongside.ts';

const PAGE = fileURLToPath(new URL('../../dist/page', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface OpenPage {
  readonly page: Page;
  /** Uncaught errors and every complaint in the console. */
  readonly troubles: string[];
  close(): Promise<void>;
}

/** The built bank before a stub of Alongside, in a real browser. */
export class TestBank {
  readonly alongside: StubAlongside;
  readonly #url: string;
  readonly #browser: Browser;
  readonly #close: () => Promise<void>;

  private constructor(alongside: StubAlongside, url: string, browser: Browser, close: () => Promise<void>) {
    this.alongside = alongside;
    this.#url = url;
    this.#browser = browser;
    this.#close = close;
  }

  static async start(): Promise<TestBank> {
    if (!existsSync(PAGE)) throw new Error('apps/demo is not built; run `npm run build`.');
    const alongside = await startStubAlongside();
    const server = createBank(
      {
        alongsideUrl: alongside.url,
        accessKeyId: 'ak_demo_1',
        accessKeySecret: 'secret',
        tenant: 'demo',
        host: '127.0.0.1',
        port: 0,
        customers: DEMO_CUSTOMERS,
        voiceToken: 'test-voice-secret',
      },
      { pageFolder: PAGE, log: () => {} },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
    const browser = await chromium.launch({ executablePath, args: QUIET, headless: true });
    return new TestBank(alongside, url, browser, async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await alongside.close();
    });
  }

  /** A page of a browser that knows nobody yet, or of one in which Ada is signed in. */
  async open(path: string, options: BrowserContextOptions = {}, signedIn = true): Promise<OpenPage> {
    this.alongside.answer = GRANTED;
    const context = await this.#browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
      ...options,
    });
    if (signedIn) await context.request.post(`${this.#url}/api/sign-in`, { data: { customerId: '123456' } });
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
    });
    await page.goto(this.#url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return { page, troubles, close: () => context.close() };
  }

  close(): Promise<void> {
    return this.#close();
  }
}

/** What axe finds, as one line each. Goes in through the debugger, so that the page's own policy stays on. */
export async function axe(page: Page): Promise<string[]> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Runtime.evaluate', { expression: AXE });
  const run = `axe.run(document).then((found) => JSON.stringify(found.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.target).join(' '))))`;
  const { result } = await debug.send('Runtime.evaluate', { expression: run, awaitPromise: true, returnByValue: true });
  return JSON.parse(String(result.value)) as string[];
}

/** How many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
