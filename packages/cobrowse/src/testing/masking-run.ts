import type { Browser } from 'playwright-core';
import type { Lab } from './lab.ts';
import { stage } from './scene.ts';

/** Every page also holds one open word of its own; if that is not found on the wire, the search is blind. */
const CONTROL_WORD = 'OPEN';

export interface MaskingOutcome {
  readonly pages: number;
  readonly values: number;
  /** Masked values that were found on the wire. */
  readonly leaked: readonly string[];
  /** Pages whose open word was found. */
  readonly found: number;
}

/**
 * Generates pages that hide values in every kind of place, changes and echoes them, and searches what left the browser.
 * The pages are parts that follow one another in one tab, so that a thousand of them take seconds.
 */
export async function maskingRun(
  browser: Browser,
  lab: Lab,
  { pages, seed }: { pages: number; seed: number },
): Promise<MaskingOutcome> {
  lab.reset();
  const policy = { rules: [{ mask: ['.by-rule', '#by-id'], hide: ['.by-hiding'] }] };
  const scene = await stage(browser, lab, { path: 'masking.html', policy });
  const values: string[] = [];
  let found = 0;
  const leaked: string[] = [];
  const batch = 100;
  for (let first = 0; first < pages; first += batch) {
    const made = (await scene.customer.evaluate(
      `generate(${seed}, ${first}, ${Math.min(first + batch, pages)})`,
    )) as string[];
    values.push(...made);
    // A late viewer's snapshot takes another road than changes do: both are searched.
    await scene.agent.evaluate('lab.viewer.refresh()');
    const last = `${CONTROL_WORD}-${Math.min(first + batch, pages) - 1}-`;
    for (const end = Date.now() + 20_000; !wireText(lab).includes(last.toLowerCase()); ) {
      if (Date.now() > end) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await scene.agent.evaluate('lab.viewer.push("link", "javascript:0", "")');
    const wire = wireText(lab);
    for (const value of made) {
      const at = wire.indexOf(value.toLowerCase());
      if (at >= 0) leaked.push(`${value} in …${wire.slice(Math.max(0, at - 160), at + 30)}…`);
    }
    for (let page = first; page < Math.min(first + batch, pages); page += 1)
      if (wire.includes(`${CONTROL_WORD}-${page}-`.toLowerCase())) found += 1;
    lab.wire.length = 0;
  }
  await scene.close();
  return { pages, values: values.length, leaked, found };
}

/** What left the page as one text, in small letters, binary heads taken out so that no value hides across two parts. */
function wireText(lab: Lab): string {
  const text = lab.wire.map((frame) => (frame[0] === 0x7b ? frame : frame.subarray(8)).toString('utf8')).join('');
  return text.toLowerCase();
}
