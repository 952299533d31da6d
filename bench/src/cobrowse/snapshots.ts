import { type Lab, type Scene, stage } from '@alongside/cobrowse/testing';
import type { Browser } from 'playwright-core';
import { median, rounded } from '../report/statistics.ts';

export interface SnapshotFigure {
  readonly nodes: number;
  /** The longest task of the customer's main thread while the whole page is taken and sent, at first and again, in milliseconds; 0: none above 50. The worst round counts. */
  readonly longestTask: number;
  /** The same of each round. */
  readonly longestTasks?: readonly number[];
  /** The longest stretch of our own masking and writing, which is sliced. */
  readonly longestSlice: number;
  /** From the wish to the last byte on the wire. */
  readonly total: number;
  /** Where the time went: function and its own milliseconds, most first. */
  readonly profile: readonly { readonly name: string; readonly ms: number }[];
}

/** How long a whole page blocks the customer's main thread, with the profile that says why. */
export async function snapshots(
  browser: Browser,
  lab: Lab,
  { sizes, rounds }: { sizes: readonly number[]; rounds: number },
): Promise<SnapshotFigure[]> {
  const figures: SnapshotFigure[] = [];
  for (const nodes of sizes) {
    const found: Round[] = [];
    while (found.length < rounds) found.push(await round(browser, lab, nodes, found.length === rounds - 1));
    const longestTasks = found.map(({ longestTask }) => longestTask);
    figures.push({
      nodes,
      longestTask: Math.max(...longestTasks),
      longestTasks,
      longestSlice: Math.max(...found.map(({ longestSlice }) => longestSlice)),
      total: rounded(median(found.map(({ total }) => total))),
      profile: found.at(-1)!.profile,
    });
  }
  return figures;
}

type Round = Omit<SnapshotFigure, 'nodes' | 'longestTasks'>;

async function round(browser: Browser, lab: Lab, nodes: number, isProfiled: boolean): Promise<Round> {
  lab.reset();
  const scene = await stage(browser, lab, { path: 'styles.html', ask: [] });
  const page = scene.customer;
  await page.evaluate(`(() => {
    const box = document.createElement('div');
    let html = '';
    for (let at = 0; at < ${nodes} / 3; at += 1) html += '<div class="row r' + (at % 7) + '"><span>' + at + '</span></div>';
    box.innerHTML = html;
    document.body.append(box);
    globalThis.tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  })()`);
  // What the page itself takes for so many elements does not count.
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 1_000)))');
  await page.evaluate('tasks.length = 0');
  await scene.agent.evaluate(`lab.viewer.ask('view')`);
  await scene.agent.waitForFunction('lab.viewer.state.shown', undefined, { timeout: 60_000 });
  const total = await again(scene, lab);
  await page.evaluate('new Promise((told) => setTimeout(told, 200))');
  const tasks = (await page.evaluate('tasks')) as number[];
  const { longestSlice } = (await page.evaluate('lab.recorder.figures')) as { longestSlice: number };
  // Once more: what is profiled is slower.
  const profile = isProfiled ? await profiled(scene, lab) : [];
  await scene.close();
  return {
    longestTask: rounded(Math.max(0, ...tasks)),
    longestSlice: rounded(longestSlice),
    total: rounded(total),
    profile,
  };
}

/** Has the whole page sent once more. @returns milliseconds until its last byte was on the wire */
async function again({ agent }: Scene, lab: Lab): Promise<number> {
  const bytes = lab.received();
  const begun = performance.now();
  await agent.evaluate('lab.viewer.refresh()');
  let last = begun;
  const patience = begun + 20_000;
  for (let seen = bytes; performance.now() < patience && (seen === bytes || performance.now() - last < 600); ) {
    if (lab.received() !== seen) {
      seen = lab.received();
      last = performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return last - begun;
}

async function profiled(scene: Scene, lab: Lab): Promise<Round['profile']> {
  const session = await scene.contexts[0]!.newCDPSession(scene.customer);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 200 });
  await session.send('Profiler.start');
  await again(scene, lab);
  const { profile } = await session.send('Profiler.stop');
  return ownTimes(profile);
}

interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string } }[];
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
}

function ownTimes({ nodes, samples = [], timeDeltas = [] }: Profile): { name: string; ms: number }[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName || '(anonymous)']));
  const times = new Map<string, number>();
  samples.forEach((id, at) => {
    const name = names.get(id) ?? '';
    if (/^\((?:idle|program|root)\)$/.test(name)) return;
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[at] ?? 0) / 1_000);
  });
  return [...times]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 8)
    .map(([name, ms]) => ({ name, ms: rounded(ms) }));
}
