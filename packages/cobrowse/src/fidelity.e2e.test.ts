import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compare } from './testing/compare.ts';
import { type Lab, startLab } from './testing/lab.ts';
import { copyShows, launch, stage } from './testing/scene.ts';

let browser: Browser;
let lab: Lab;
beforeAll(async () => {
  [browser, lab] = await Promise.all([launch(), startLab()]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.close();
});

/** What must hold on the agent's side before the two are compared: files and frames come a little later. */
const cases: { path: string; ready?: string; after: string }[] = [
  {
    path: 'styles.html',
    after: `getComputedStyle(document.querySelector('.late')).backgroundColor === 'rgb(255, 212, 59)' && getComputedStyle(document.querySelector('.adopted')).fontStyle === 'italic' && getComputedStyle(document.querySelector('x-card').shadowRoot.querySelector('b')).letterSpacing === '2px'`,
  },
  {
    path: 'cssom.html',
    ready: `getComputedStyle(document.querySelector('.e')).borderTopWidth === '2px'`,
    after: `getComputedStyle(document.querySelector('.a')).color === 'rgb(170, 0, 170)' && getComputedStyle(document.querySelector('.c')).letterSpacing === '2px' && getComputedStyle(document.querySelector('.d')).backgroundColor === 'rgb(178, 242, 187)' && getComputedStyle(document.querySelector('.e')).borderTopWidth === '0px' && getComputedStyle(document.querySelector('.f')).color === 'rgb(204, 102, 0)'`,
  },
  {
    path: 'masks.html',
    after: `document.getElementById('last').textContent.endsWith('and more')`,
  },
  {
    path: 'scroll.html',
    ready: `document.getElementById('box').scrollTop === 60`,
    after: `document.getElementById('box').scrollTop === 120 && Math.round(document.defaultView.scrollY) === 400`,
  },
  {
    path: 'shadow.html',
    ready: `document.querySelector('closed-box').shadowRoot`,
    after: `document.querySelector('open-box').shadowRoot.querySelector('p').textContent.includes('and more')`,
  },
  {
    path: 'canvas.html',
    ready: `document.querySelector('canvas').style.background.includes('blob:')`,
    after: `document.querySelector('canvas').dataset.before !== document.querySelector('canvas').style.background`,
  },
  {
    path: 'layers.html',
    after: `!document.getElementById('d').open && document.getElementById('p').matches(':popover-open') && document.getElementById('more').open`,
  },
  {
    path: 'files.html',
    ready: `document.images[0].naturalWidth === 48 && getComputedStyle(document.querySelector('.behind')).backgroundImage.includes('blob:') && document.fonts.size > 0 && [...document.fonts].some((f) => f.family.includes('Brand') && f.status === 'loaded')`,
    after: `document.images[2]?.naturalWidth === 48`,
  },
  {
    path: 'frames.html',
    ready: `document.getElementById('own').contentDocument?.querySelector('p') && document.getElementById('written').contentDocument?.querySelector('b')`,
    after: `document.getElementById('own').contentDocument.querySelector('p').textContent.includes('later words')`,
  },
];

for (const { path, ready, after } of cases)
  test(`${path}: text equal, at most 0.1 % of pixels differ, at first and after changes`, async () => {
    lab.reset();
    const scene = await stage(browser, lab, { path });
    const copy = scene.copy();
    if (ready !== undefined) await copyShows(scene.agent, ready);
    const first = await compare(scene);
    await copy.evaluate(`for (const c of document.querySelectorAll('canvas')) c.dataset.before = c.style.background`);
    await scene.customer.evaluate('later()');
    await copyShows(scene.agent, after);
    const second = await compare(scene);
    if (process.env.COBROWSE_PICTURES) {
      await scene.customer.screenshot({ path: `${process.env.COBROWSE_PICTURES}/${path}-customer.png` });
      await scene.agent.screenshot({ path: `${process.env.COBROWSE_PICTURES}/${path}-agent.png` });
    }
    const { errors } = scene;
    await scene.close();
    for (const { words, different } of [first, second]) {
      expect(words[1]).toBe(words[0]);
      expect(different).toBeLessThanOrEqual(0.001);
    }
    expect(errors).toEqual([]);
    expect(lab.faults).toEqual([]);
  });

test('a frame of another site is a clear box, and nothing of it is sent', async () => {
  lab.reset();
  const scene = await stage(browser, lab, { path: 'frames.html' });
  const box = await scene
    .copy()
    .evaluate(
      `(() => { const b = document.querySelector('[al-box=foreign]'); const r = b.getBoundingClientRect(); return [r.width, r.height]; })()`,
    );
  expect(box).toEqual([404, 64]);
  await scene.close();
});

test('a canvas has its size before its first picture comes', async () => {
  lab.reset();
  const scene = await stage(browser, lab, { path: 'canvas.html', ask: [] });
  await scene.customer.evaluate(`HTMLCanvasElement.prototype.toBlob = () => undefined`);
  await scene.agent.evaluate(`lab.viewer.ask('view')`);
  await scene.agent.waitForFunction('lab.viewer.state.shown');
  const size = `(() => { const r = document.querySelector('canvas').getBoundingClientRect(); return [r.width, r.height]; })()`;
  expect(await scene.copy().evaluate(size)).toEqual(await scene.customer.evaluate(size));
  await scene.close();
});
