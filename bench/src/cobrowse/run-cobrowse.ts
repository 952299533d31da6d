import { copyOf, type Lab, launch, maskingRun, stage, startLab } from '@alongside/cobrowse/testing';
import type { Browser } from 'playwright-core';
import type { Context } from '../parts/context.ts';
import { median, quantile, rounded } from '../report/statistics.ts';
import { type MainThreadFigure, mainThread } from './main-thread.ts';
import { type SnapshotFigure, snapshots } from './snapshots.ts';

/** Milliseconds. */
interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly runs: number;
}

export interface CobrowseResults {
  /** A viewer joins a page that is shared already, until the page is painted in its window; the frame's own loading included. */
  readonly firstPaint: Spread;
  /** A change in the customer's page until the agent's browser has painted it. */
  readonly change: Spread;
  /** A key of the agent until it stands in the customer's field and is painted in the agent's copy of it. */
  readonly key: Spread;
  /** The customer goes to another tagged page until that is painted in the agent's window; the page's own loading included. */
  readonly gap: Spread;
  /** Thousands of bytes a second on the wire, compressed, from the busy page. */
  readonly wire: number;
  /** The customer's main thread, busy page: share with recording less share without, in points of a hundred; the median of its windows. */
  readonly mainThread: number;
  /** Its windows. */
  readonly customer?: MainThreadFigure;
  readonly snapshots: readonly SnapshotFigure[];
  /** Generated pages, masked values of theirs found on the wire, and pages whose open word the same search found. */
  readonly masked: { readonly pages: number; readonly leaked: number; readonly found: number };
}

/** Figures of co-browse between two browsers and a relay on loopback. */
export async function runCobrowse(context: Pick<Context, 'quick' | 'say'>): Promise<CobrowseResults> {
  const browser = await launch();
  const lab = await startLab();
  const seconds = context.quick ? 4 : 12;
  try {
    const firstPaint = await firstPaints(browser, lab, context.quick ? 5 : 25);
    context.say(`co-browse: first paint ${firstPaint.p50} ms`);
    const customer = await mainThread(
      browser,
      lab,
      context.quick ? { rounds: 3, seconds: 2 } : { rounds: 8, seconds: 3 },
    );
    const { change, wire } = await changes(browser, lab, seconds);
    context.say(
      `co-browse: change to paint ${change.p50} ms, ${wire} kB/s, main thread ${customer.taken.median} points`,
    );
    const key = await keys(browser, lab, context.quick ? 20 : 100);
    context.say(`co-browse: key to both sides ${key.p50} ms`);
    const gap = await gaps(browser, lab, context.quick ? 6 : 20);
    context.say(`co-browse: over to another page ${gap.p50} ms`);
    const blocking = await snapshots(browser, lab, { sizes: [5_000, 50_000], rounds: context.quick ? 1 : 3 });
    const { pages, leaked, found } = await maskingRun(browser, lab, { pages: context.quick ? 200 : 1_000, seed: 7 });
    const masked = { pages, leaked: leaked.length, found };
    return {
      firstPaint,
      change,
      key,
      gap,
      wire,
      mainThread: customer.taken.median,
      customer,
      snapshots: blocking,
      masked,
    };
  } finally {
    await browser.close();
    await lab.close();
  }
}

async function firstPaints(browser: Browser, lab: Lab, runs: number): Promise<Spread> {
  lab.reset();
  const scene = await stage(browser, lab, { path: 'forms.html' });
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const page = await scene.contexts[1]!.newPage();
    await page.goto(lab.console);
    const time = await page.evaluate(`(async () => {
      const begun = performance.timeOrigin + performance.now();
      await lab.watch('?name=Late');
      while (!lab.viewer.state.shown) await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      await new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); });
      return performance.timeOrigin + performance.now() - begun;
    })()`);
    times.push(time as number);
    await page.close();
  }
  await scene.close();
  return spread(times);
}

/** The frame around the copy runs scripts, the copy none: so the watching is done from there. */
const watchBeat = `(() => {
  const copy = document.querySelector('#stage iframe').contentDocument;
  globalThis.beats = [];
  let last = '';
  new MutationObserver(() => {
    const value = copy.getElementById('beat')?.textContent;
    if (value === last) return;
    last = value;
    requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => beats.push(performance.timeOrigin + performance.now() - Number(value)); c.port2.postMessage(0); });
  }).observe(copy, { subtree: true, childList: true, characterData: true });
})()`;

async function changes(browser: Browser, lab: Lab, seconds: number): Promise<{ change: Spread; wire: number }> {
  lab.reset();
  const scene = await stage(browser, lab, { path: 'busy.html' });
  await scene.customer.evaluate('stir()');
  await settle(2);
  const frame = copyOf(scene.agent).parentFrame()!;
  await frame.evaluate(watchBeat);
  const before = lab.received();
  await settle(seconds);
  const bytes = lab.received() - before;
  const times = (await frame.evaluate('beats')) as number[];
  await scene.close();
  return { change: spread(times), wire: rounded(bytes / seconds / 1_000) };
}

async function keys(browser: Browser, lab: Lab, runs: number): Promise<Spread> {
  lab.reset();
  const scene = await stage(browser, lab, { path: 'busy.html', ask: ['view', 'control'] });
  await scene.agent.evaluate(`lab.viewer.setTool('control'), lab.viewer.still()`);
  const box = (await scene.customer.locator('#note').boundingBox())!;
  await scene.agent.mouse.click(box.x + 20, box.y + 20);
  await scene.customer.waitForFunction(`document.activeElement?.id === 'note'`);
  const frame = copyOf(scene.agent).parentFrame()!;
  await frame.evaluate(`(() => {
    const copy = document.querySelector('#stage iframe').contentDocument;
    globalThis.times = [];
    document.getElementById('glass').addEventListener('beforeinput', () => {
      const begun = performance.now();
      const length = copy.getElementById('note').value.length;
      const look = () => {
        if (copy.getElementById('note').value.length === length) return requestAnimationFrame(look);
        const c = new MessageChannel();
        c.port1.onmessage = () => times.push(performance.now() - begun);
        c.port2.postMessage(0);
      };
      requestAnimationFrame(look);
    });
  })()`);
  for (let run = 0; run < runs; run += 1) {
    await scene.agent.keyboard.type('x');
    // The frame's policy forbids what the browser driver's own waiting would do in it.
    await frame.evaluate(
      `new Promise((done) => { const look = () => (times.length > ${run} ? done() : requestAnimationFrame(look)); look(); })`,
    );
  }
  const times = (await frame.evaluate('times')) as number[];
  await scene.close();
  return spread(times);
}

async function gaps(browser: Browser, lab: Lab, runs: number): Promise<Spread> {
  lab.reset();
  const scene = await stage(browser, lab, { path: 'styles.html' });
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const [path, heading] = run % 2 === 0 ? ['layers.html', 'Layers'] : ['styles.html', 'Styles'];
    const painted = copyOf(scene.agent)
      .parentFrame()!
      .evaluate(`(async () => {
      while (!document.querySelector('#stage iframe').contentDocument?.querySelector('h1')?.textContent.startsWith('${heading}')) await new Promise(requestAnimationFrame);
      await new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); });
      return performance.timeOrigin + performance.now();
    })()`);
    const begun = await scene.customer.evaluate(
      `(setTimeout(() => location.assign('/${path}')), performance.timeOrigin + performance.now())`,
    );
    times.push(((await painted) as number) - (begun as number));
    await scene.customer.waitForFunction(`globalThis.lab?.recorder?.state.phase === 'live'`);
  }
  await scene.close();
  return spread(times);
}

const settle = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

function spread(values: readonly number[]): Spread {
  return { p50: rounded(median(values)), p95: rounded(quantile(values, 0.95)), runs: values.length };
}
