import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

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
  for (const frame of page.frames()) found.push(...(await inFrame(frame)));
  return found;
}

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

const KEPT = new URL('../../docs/images/', import.meta.url).pathname;
const PASSING = new URL('../../test-results/', import.meta.url).pathname;

/** Takes a picture: into docs/images/ with UPDATE_SCREENSHOTS=1, else into test-results/. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.UPDATE_SCREENSHOTS === '1' ? KEPT : PASSING;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}${name}.png` });
}
