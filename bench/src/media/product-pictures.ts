import { setTimeout as delay } from 'node:timers/promises';
import { launchWithDevices } from '@alongside/media/testing';
import type { Frame, Locator, Page } from 'playwright-core';
import { startProduct } from '../env/product.ts';
import type { Context } from '../parts/context.ts';
import { openCustomer, openDesk } from './call-people.ts';
import { type Spread, spread } from './spread.ts';

export interface ProductPictures {
  /** The agent presses Accept until the console has decoded the customer's first picture. Milliseconds. */
  readonly customerSeen: Spread;
  /** The agent presses Camera on until the widget has decoded the agent's first picture: an agent's camera is off until then. Milliseconds. */
  readonly agentSeen: Spread;
}

/** Nobody answers sooner than this after it began to ring. */
const RINGS_MS = 2_000;

/** In each page and frame: `pictureOfOther` resolves with when the first picture of the other side was decoded, in epoch milliseconds. */
const watchPictures = `(() => {
  let seen;
  globalThis.pictureOfOther = new Promise((resolve) => { seen = resolve; });
  const watched = new WeakSet();
  const look = () => {
    for (const video of document.querySelectorAll('video[aria-label^="Picture of"]')) {
      if (watched.has(video)) continue;
      watched.add(video);
      video.requestVideoFrameCallback(() => seen(performance.timeOrigin + performance.now()));
    }
  };
  globalThis.watchAgain = () => {
    globalThis.pictureOfOther = new Promise((resolve) => { seen = resolve; });
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
})()`;

/** The built server with its media process, console and widget in one Chromium: from a press of the agent until a picture is there. */
export async function productPictures(
  context: Pick<Context, 'quick' | 'say' | 'main' | 'postgres' | 'profile'>,
): Promise<ProductPictures> {
  const rounds = context.quick ? 5 : 20;
  const database = await context.postgres.createDatabase('calls');
  const product = await startProduct({ main: context.main, databaseUrl: database.url, node: context.profile });
  const browser = await launchWithDevices();
  try {
    const desk = await openDesk(browser, product.demo, watchPictures);
    const [customerSeen, agentSeen]: [number[], number[]] = [[], []];
    // The first call starts the media process: nobody waits for it again.
    for (let round = -1; round < rounds; round += 1) {
      const customer = await openCustomer(browser, product.demo, watchPictures);
      const accept = desk.getByRole('button', { name: /^Accept / });
      await accept.waitFor();
      await delay(RINGS_MS);
      await desk.evaluate('watchAgain()');
      const accepted = await press(accept);
      const first = (await seen(desk)) - accepted;
      const band = desk.getByRole('region', { name: /^Call with / });
      const filmed = await press(band.getByRole('button', { name: 'Camera on' }));
      const other = (await seen(customer.frame)) - filmed;
      await band.getByRole('button', { name: 'Hang up', exact: true }).click();
      await desk.getByRole('button', { name: 'Close without a note' }).click();
      await customer.context.close();
      if (round < 0) continue;
      customerSeen.push(first);
      agentSeen.push(other);
    }
    const found = { customerSeen: spread(customerSeen), agentSeen: spread(agentSeen) };
    context.say(
      `media: accept to the customer's picture ${found.customerSeen.p50} / ${found.customerSeen.p95} ms, camera on to the agent's ${found.agentSeen.p50} / ${found.agentSeen.p95} ms, through the whole product`,
    );
    return found;
  } finally {
    await browser.close();
    await product.stop();
  }
}

const seen = (place: Page | Frame): Promise<number> => place.evaluate<number>('pictureOfOther');

/** @returns when it was pressed, in epoch milliseconds */
const press = (button: Locator): Promise<number> =>
  button.evaluate((element) => {
    (element as unknown as { click(): void }).click();
    return performance.timeOrigin + performance.now();
  });
