import { type Browser, type BrowserContext, chromium, type Frame, type Page } from 'playwright-core';
import type { Lab } from './lab.ts';

/** The system's browser, without a window. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-dev-shm-usage',
    ],
    headless: true,
  });

export interface Scene {
  readonly customer: Page;
  readonly agent: Page;
  readonly contexts: readonly BrowserContext[];
  /** Uncaught errors of both sides. */
  readonly errors: string[];
  /** The document that holds the copy of the page. */
  copy(): Frame;
  close(): Promise<void>;
}

export interface SceneOptions {
  readonly path: string;
  readonly policy?: unknown;
  readonly width?: number;
  readonly height?: number;
  /** Consents to ask for after the start; the lab's customer says yes. */
  readonly ask?: readonly ('view' | 'control' | 'recording')[];
}

/** A customer on a page and an agent who watches, in two browser contexts. */
export async function stage(browser: Browser, lab: Lab, options: SceneOptions): Promise<Scene> {
  const { path, policy = { rules: [] }, width = 1_000, height = 700, ask = ['view'] } = options;
  const viewport = { width, height };
  const contexts = [await browser.newContext({ viewport }), await browser.newContext({ viewport })] as const;
  const customer = await contexts[0].newPage();
  const agent = await contexts[1].newPage();
  const errors: string[] = [];
  for (const [name, page] of [
    ['customer', customer],
    ['agent', agent],
  ] as const)
    page.on('pageerror', (error) => errors.push(`${name}: ${error.message}`));
  await customer.addInitScript(`globalThis.labPolicy = ${JSON.stringify(policy)}`);
  await customer.goto(`${lab.site}/${path}`);
  await agent.goto(lab.console);
  await customer.waitForFunction('document.fonts.ready.then(() => true)');
  await customer.evaluate('lab.start()');
  await agent.evaluate('lab.watch()');
  await customer.waitForFunction('lab.recorder.state.viewers.length > 0');
  for (const what of ask) {
    await agent.evaluate(`lab.viewer.ask('${what}')`);
    await agent.waitForFunction(`lab.viewer.state.consent.${what} === 'yes'`);
  }
  if (ask.includes('view')) await agent.waitForFunction('lab.viewer.state.shown', undefined, { polling: 10 });
  return {
    customer,
    agent,
    contexts,
    errors,
    copy: () => copyOf(agent),
    async close() {
      for (const context of contexts) await context.close();
    },
  };
}

/** The replayed document: the first child of the viewer's frame. */
export function copyOf(agent: Page): Frame {
  const copy = agent.mainFrame().childFrames()[0]?.childFrames()[0];
  if (copy === undefined) throw new Error('The agent has no copy yet.');
  return copy;
}

/**
 * Waits until an expression holds in the agent's copy. Asked from outside: the copy runs no script, so not even the
 * browser's own waiting works in it.
 */
export async function copyShows(agent: Page, expression: string, within = 6_000): Promise<void> {
  const last = Date.now() + within;
  for (;;) {
    try {
      if (await copyOf(agent).evaluate(`Boolean(${expression})`)) return;
    } catch {
      // The copy is being built anew.
    }
    if (Date.now() > last) throw new Error(`The copy never showed: ${expression}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
