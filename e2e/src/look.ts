import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Frame, Page } from 'playwright-core';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What axe holds for serious or critical, in the page and its frames. */
export async function seriousIssues(page: Page): Promise<string[]> {
  const found: string[] = [];
  // A copy of a customer's page is not ours to judge, and nothing runs in it, not even axe.
  for (const frame of page.frames()) if (!isViewer(frame)) found.push(...(await inFrame(frame)));
  return found;
}

const isViewer = (frame: Frame): boolean =>
  frame.url().includes('/viewer/') || frame.parentFrame()?.url().includes('/viewer/') === true;

async function inFrame(frame: Frame): Promise<string[]> {
  // By the protocol and not by a script element, which the pages' policies refuse.
  await frame.evaluate(axe);
  const { violations } = (await frame.evaluate(
    'axe.run(document, { iframes: false, resultTypes: ["violations"] })',
  )) as AxeResult;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${frame.url()} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

export const KEEPS_PICTURES = process.env.UPDATE_SCREENSHOTS === '1';
const KEPT = new URL('../../docs/images/', import.meta.url).pathname;
const PASSING = new URL('../../test-results/', import.meta.url).pathname;

/** Takes a picture: into docs/images/ with UPDATE_SCREENSHOTS=1, else into test-results/. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = KEEPS_PICTURES ? KEPT : PASSING;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}${name}.png` });
}

/** The two screens that pages are looked at on. */
export const SIZES = [
  ['phone', { width: 390, height: 844 }],
  ['desktop', { width: 1280, height: 800 }],
] as const;

/** Looks at pages as one kind of screen has them; what axe finds and what is wider than the screen gathers in `issues`. @param kind as `phone-dark`: the end of the pictures' names */
export function looks(kind: string): { readonly issues: string[]; look(page: Page, name: string): Promise<void> } {
  const issues: string[] = [];
  return {
    issues,
    async look(page, name) {
      issues.push(...(await seriousIssues(page)).map((issue) => `${name}: ${issue}`));
      const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      if (wider !== 0) issues.push(`${name}: is ${wider} px wider than the screen`);
      // Of two pages one may not have been drawn since it changed.
      await page.bringToFront();
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      await picture(page, `${name}-${kind}`);
    },
  };
}

/** Two pages at the same moment, side by side. */
export async function bothSides(browser: Browser, left: Page, right: Page, name: string): Promise<void> {
  const shots = [];
  for (const page of [left, right]) {
    await page.bringToFront();
    shots.push(`data:image/png;base64,${(await page.screenshot()).toString('base64')}`);
  }
  const page = await browser.newPage({ viewport: { width: 1600, height: 520 } });
  const frame = 'width:770px;border-radius:10px;box-shadow:0 2px 18px #0f2b3326;display:block';
  await page.setContent(
    `<body style="margin:0;height:520px;display:flex;gap:20px;align-items:center;justify-content:center;background:#e4ebea">${shots.map((shot) => `<img style="${frame}" src="${shot}">`).join('')}</body>`,
  );
  await picture(page, name);
  await page.close();
}

/** The picture of the README: the customer's phone beside the agent's desk. */
export async function overview(browser: Browser): Promise<void> {
  const source = async (name: string) =>
    `data:image/png;base64,${(await readFile(`${KEPT}${name}.png`)).toString('base64')}`;
  const page = await browser.newPage({ viewport: { width: 1600, height: 800 } });
  const frame = 'border-radius:14px;box-shadow:0 2px 18px #0f2b3326;display:block';
  await page.setContent(`<body style="margin:0;height:800px;display:flex;gap:40px;align-items:center;justify-content:center;background:#e4ebea">
    <img style="height:700px;${frame}" src="${await source('chat-phone-light')}"><img style="width:1120px;${frame}" src="${await source('console-chat-desktop-light')}"></body>`);
  await picture(page, 'overview');
  await page.close();
}
