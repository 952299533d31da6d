import type { Lab } from '@alongside/cobrowse/testing';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { median, rounded } from '../report/statistics.ts';

/** Points of a hundred: share of the time with recording less share without, of neighbouring windows. */
export interface Points {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface MainThreadFigure {
  /** Time in tasks by the clock: what the page's own work and its customer wait for. */
  readonly taken: Points;
  /** Of it the thread's own processor time: without the waits for a processor that others have. */
  readonly processor: Points;
  /** Shares without recording, percent. */
  readonly without: { readonly taken: number; readonly processor: number };
  readonly rounds: number;
  /** Length of each window. */
  readonly seconds: number;
}

interface Share {
  readonly taken: number;
  readonly processor: number;
}

/**
 * What recording takes of the customer's main thread on the busy page. Windows with and without it take turns, the order changing from round to
 * round, so that what else the machine does falls on both. Who watches is no browser: the agent's has a machine of its own, and on
 * this one the page would wait for it in the windows with recording alone.
 */
export async function mainThread(
  browser: Browser,
  lab: Lab,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<MainThreadFigure> {
  lab.reset();
  const context = await browser.newContext({ viewport: { width: 1_000, height: 700 } });
  try {
    const page = await context.newPage();
    await page.goto(`${lab.site}/busy.html`);
    await page.evaluate('lab.start()');
    await page.waitForFunction(`lab.recorder.state.phase === 'waiting'`);
    const say = watcher(lab);
    await page.evaluate('stir()');
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    const window = async (records: boolean): Promise<Share> => {
      say({ t: 'ask', what: 'view', ...(!records && { withdraw: true }) });
      await page.waitForFunction(`(lab.recorder.state.phase === 'live') === ${records}`);
      // The whole page is sent first.
      await settle(1);
      return share(session, page, seconds);
    };
    await window(true);
    const found: { on: Share; off: Share }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      if (round % 2 === 0) found.push({ off: await window(false), on: await window(true) });
      else {
        const on = await window(true);
        found.push({ on, off: await window(false) });
      }
    }
    const points = (of: keyof Share): Points => {
      const all = found.map(({ on, off }) => (on[of] - off[of]) * 100);
      return { median: rounded(median(all)), least: rounded(Math.min(...all)), most: rounded(Math.max(...all)) };
    };
    const usual = (of: keyof Share) => rounded(median(found.map(({ off }) => off[of] * 100)));
    return {
      taken: points('taken'),
      processor: points('processor'),
      without: { taken: usual('taken'), processor: usual('processor') },
      rounds,
      seconds,
    };
  } finally {
    await context.close();
  }
}

/** Watches without showing anything. @returns says a frame as an agent */
function watcher(lab: Lab): (frame: object) => void {
  let handler: (frame: string) => void = () => undefined;
  lab.hub().addViewer(
    {
      send: () => undefined,
      onFrame: (taken) => {
        handler = taken;
      },
      onClose: () => undefined,
      close: () => undefined,
    },
    { name: 'Ada', mayControl: false },
  );
  return (frame) => handler(JSON.stringify(frame));
}

async function share(session: CDPSession, page: Page, seconds: number): Promise<Share> {
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const value = (name: string) => {
      const metric = metrics.find((one) => one.name === name);
      if (metric === undefined) throw new Error(`This browser (${page.url()}) does not tell its ${name}.`);
      return metric.value;
    };
    return { taken: value('TaskDuration'), processor: value('ThreadTime'), at: value('Timestamp') };
  };
  const first = await read();
  await settle(seconds);
  const last = await read();
  const length = last.at - first.at;
  return { taken: (last.taken - first.taken) / length, processor: (last.processor - first.processor) / length };
}

const settle = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
