import type { Page } from 'playwright-core';

/** Walks on by Tab until what has the focus bears this name; the page's own order, frames included. */
export async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press('Tab');
    for (const frame of page.frames()) {
      const named = await frame.evaluate(
        '((e) => !e || e === document.body || e.tagName === "IFRAME" ? "" : (e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent || ""))(document.activeElement)',
      );
      if (name.test(String(named))) return;
    }
  }
  throw new Error(`Tab does not reach ${name}`);
}
