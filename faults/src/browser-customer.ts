import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type CDPSession, chromium, type Page } from 'playwright-core';
import { mintHash } from './calls.ts';
import { type Client, Log, type Said } from './client.ts';
import type { Demo } from './server-process.ts';

export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
export const hasChromium = () => existsSync(chromiumPath);

const WORDS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Its page is made here and has no address of its own: to Chromium that is a public page that reaches for this machine.
  '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
  '--remote-debugging-port=0',
];
const SOURCE = `
import { createAlongside } from '@alongside/sdk';
globalThis.enter = (tenant) => {
  const client = createAlongside({ url: location.origin, tenant });
  const show = () =>
    tell(JSON.stringify({
      state: client.connection.get().state,
      messages: client.conversation.messages.get().map(({ seq, clientId, text, error }) => ({ seq, clientId, text, code: error?.code ?? null })),
    }));
  client.conversation.messages.subscribe(show);
  client.connection.subscribe(show);
  globalThis.client = client;
};
// What waits in the browser's own storage for the server.
globalThis.kept = () =>
  new Promise((resolve) => {
    const opening = indexedDB.open('alongside');
    opening.onsuccess = () => {
      const keys = opening.result.transaction('kept').objectStore('kept').getAllKeys();
      keys.onsuccess = () => {
        opening.result.close();
        resolve(keys.result.filter((key) => key.includes('/outbox/')).length);
      };
    };
  });
`;

interface Shown {
  readonly state: string;
  readonly messages: readonly { seq: number | null; clientId: string | null; text: string; code: string | null }[];
}

const running = new Set<ChildProcess>();
const killGroup = (child: ChildProcess) => {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It was gone already.
  }
};
process.once('exit', () => {
  for (const child of running) killGroup(child);
});

/** A customer in a real browser with the SDK's own storage; the browser may be frozen, taken off the network, killed and opened again. */
export class BrowserCustomer implements Client {
  readonly name: string;
  readonly logs = new Map<string, Log>();
  onChange: () => void = () => {};
  state = '';
  conversationId = '';
  readonly #url: string;
  readonly #demo: Demo;
  readonly #folder: string;
  readonly #bundle: string;
  #browser: ChildProcess | null = null;
  #page!: Page;
  #devtools!: CDPSession;
  #log!: Log;
  readonly #written: Said[] = [];
  #shown: Shown['messages'] = [];

  private constructor(name: string, url: string, demo: Demo, folder: string, bundle: string) {
    this.name = name;
    this.#url = url;
    this.#demo = demo;
    this.#folder = folder;
    this.#bundle = bundle;
  }

  static async start(options: { url: string; demo: Demo; customerId: string }): Promise<BrowserCustomer> {
    const { url, demo, customerId } = options;
    const { outputFiles } = await build({
      stdin: { contents: SOURCE, resolveDir: process.cwd() },
      bundle: true,
      format: 'iife',
      conditions: ['source'],
      write: false,
    });
    const folder = await mkdtemp(join(tmpdir(), 'alongside-browser-'));
    const bundle = outputFiles[0]?.text ?? '';
    const customer = new BrowserCustomer(`browser ${customerId}`, url, demo, folder, bundle);
    try {
      await customer.#enter(customerId);
    } catch (error) {
      customer.close();
      throw error;
    }
    return customer;
  }

  async #enter(customerId: string): Promise<void> {
    await this.#launch();
    const deviceHash = await this.#page.evaluate<string>('client.getDeviceHash()');
    const request = {
      customerId,
      customerName: `Customer ${customerId}`,
      helpType: 'CHAT',
      transactionHash: await mintHash(this.#demo.url, this.#demo, customerId, deviceHash),
      isLoggedIn: true,
      isBackground: true,
    };
    await this.#page.evaluate(`client.startAnonymousOnlineHelp(${JSON.stringify(request)})`);
    this.conversationId = await this.#page.evaluate<string>('client.help.get().conversationId');
    this.#log = new Log(this.name, 'customer', this.conversationId, true);
    this.logs.set(this.conversationId, this.#log);
  }

  async #launch(): Promise<void> {
    const words = [...WORDS, `--user-data-dir=${this.#folder}`, 'about:blank'];
    const child = spawn(chromiumPath, words, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    running.add(child);
    child.once('exit', () => running.delete(child));
    this.#browser = child;
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once('exit', () => reject(new Error(`Chromium did not start: ${said}`)));
    });
    const browser = await chromium.connectOverCDP(address);
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('Chromium has no context.');
    this.#page = await context.newPage();
    this.#devtools = await context.newCDPSession(this.#page);
    await this.#page.exposeFunction('tell', (text: string) => this.#told(JSON.parse(text) as Shown));
    // Of the server's own origin, as the widget's frame is, and no page of its.
    const page = `${this.#url}/browser-customer`;
    await this.#page.route(page, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Customer</title>' }),
    );
    await this.#page.goto(page);
    await this.#page.evaluate(this.#bundle);
    await this.#page.evaluate(`enter(${JSON.stringify(this.#demo.tenant.domain)})`);
  }

  #told({ state, messages }: Shown): void {
    this.state = state;
    this.#shown = messages;
    this.#settle();
    this.onChange();
  }

  #settle(): void {
    if (this.#log === undefined) return;
    const stored = this.#shown.filter(({ seq }) => seq !== null);
    this.#log.delivered.splice(
      0,
      Number.POSITIVE_INFINITY,
      ...stored.map(({ seq, clientId, text }) => ({ seq: seq ?? 0, clientId, text })),
    );
    this.#log.cursor = stored.at(-1)?.seq ?? 0;
    for (const said of this.#written) {
      const now = this.#shown.find(({ clientId }) => clientId === said.operation.clientId);
      if (now?.seq) this.#log.answered(said, { seq: now.seq });
      else if (now?.code) this.#log.answered(said, { code: now.code });
    }
  }

  /** As a person writes: resolves when the page has taken it. */
  async write(text: string): Promise<void> {
    const clientId = await this.#page.evaluate<string>(
      `client.conversation.sendText(${JSON.stringify(text)}).clientId`,
    );
    this.#written.push(this.#log.say(text, clientId));
    this.#settle();
  }

  /** Messages in the browser's storage that wait for the server. */
  kept = () => this.#page.evaluate<number>('kept()');

  /** Everything written was answered, and the connection lives. */
  get settled(): boolean {
    return this.state === 'configured' && this.#log.outbox.length === 0;
  }

  offline = (is: boolean) => this.#page.context().setOffline(is);

  /** As a device that sleeps: the page runs nothing. */
  freeze = (is: boolean) => this.#devtools.send('Page.setWebLifecycleState', { state: is ? 'frozen' : 'active' });

  /** kill -9 of every process of the browser. */
  async kill(): Promise<void> {
    const child = this.#browser;
    if (child === null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    killGroup(child);
    await gone;
    this.state = 'killed';
  }

  /** Opens it again on what the killed one has left on the disk. */
  async reopen(): Promise<boolean> {
    await this.#launch();
    return this.#page.evaluate<boolean>('client.resume()');
  }

  /** As a person who scrolls to the top: an opened conversation shows its last page only. */
  async readWhole(): Promise<void> {
    await this.#page.evaluate('(async () => { while (await client.conversation.loadEarlier()); })()');
  }

  say(): Said {
    throw new Error('A browser takes its time: use `write`.');
  }

  close(): void {
    if (this.#browser !== null) killGroup(this.#browser);
    void rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {});
  }
}
