import type { Page } from 'playwright-core';
import { looks, SIZES } from './look.ts';

const SCREENS = SIZES.flatMap(([size, viewport]) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ size, viewport, colorScheme })),
);

/**
 * Looks at one page on every kind of screen, one after the other: a second page with moving pictures, drawn and decoded without a graphics card, would
 * take the processor from the first.
 */
export async function lookOnEveryScreen(
  page: Page,
  name: string,
  issues: string[],
  { only, settle = async () => {} }: { only?: 'phone' | 'desktop'; settle?: () => Promise<void> } = {},
): Promise<void> {
  for (const { size, viewport, colorScheme } of SCREENS) {
    if (only && only !== size) continue;
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await settle();
    const seen = looks(`${size}-${colorScheme}`);
    await seen.look(page, name);
    issues.push(...seen.issues);
  }
}
