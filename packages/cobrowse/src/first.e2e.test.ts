import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, startLab } from './testing/lab.ts';
import { launch, stage } from './testing/scene.ts';

let browser: Browser;
let lab: Lab;
beforeAll(async () => {
  [browser, lab] = await Promise.all([launch(), startLab()]);
});
afterAll(async () => {
  await browser.close();
  await lab.close();
});

test('debug', async () => {
  const scene = await stage(browser, lab, { path: 'forms.html', ask: ['view', 'control'] });
  console.log(lab.faults, scene.errors);
  await scene.agent.waitForTimeout(800);
  console.log(await scene.copy().evaluate('document.body.innerText'));
  await scene.agent.screenshot({ path: '/tmp/cb-agent.png' });
  await scene.customer.screenshot({ path: '/tmp/cb-customer.png' });
  console.log(await scene.customer.evaluate('JSON.stringify(lab.recorder.figures)'), lab.faults, scene.errors);
  await scene.close();
});
