import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Lab, startLab } from './testing/lab.ts';
import { copyShows, copyOf, launch, stage } from './testing/scene.ts';

let browser: Browser;
let lab: Lab;
beforeAll(async () => {
  [browser, lab] = await Promise.all([launch(), startLab()]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.close();
});
beforeEach(() => lab.reset());

const isBinary = (frame: Buffer) => frame[0] !== 0x7b;

test('[COB1] nothing of the page leaves before the yes, and a no is told', async () => {
  const scene = await stage(browser, lab, { path: 'forms.html', ask: [] });
  await scene.agent.evaluate(`lab.viewer.refresh()`);
  await scene.customer.evaluate(`lab.answer = () => false`);
  await scene.agent.evaluate(`lab.viewer.ask('view')`);
  await scene.customer.waitForFunction(`lab.questions.length === 1`);
  await scene.agent.evaluate(`lab.viewer.ask('control')`);
  await scene.agent.evaluate(`lab.viewer.command({ do: 'click', node: 1, fx: 0.5, fy: 0.5 })`);
  expect(await scene.agent.evaluate('lab.refused')).toEqual(['no_consent']);
  expect(await scene.agent.evaluate('lab.viewer.state.consent.view')).toBe('no');
  expect(lab.wire.filter(isBinary)).toEqual([]);
  expect(lab.wire.some((frame) => frame.includes('Fixture: forms'))).toBe(false);
  await scene.close();
});

test('the built-in question takes only the customer’s own hand', async () => {
  const scene = await stage(browser, lab, { path: 'forms.html', ask: [] });
  await scene.customer.evaluate(`lab.recorder.end()`);
  lab.reset();
  await scene.customer.evaluate(`lab.builtIn = true; lab.start(undefined, undefined)`);
  await scene.agent.evaluate(`lab.watch()`);
  await scene.customer.waitForFunction('lab.recorder.state.viewers.length > 0');
  await scene.agent.evaluate(`lab.viewer.ask('view')`);
  await scene.customer.waitForFunction(`lab.recorder.state.consents.view === 'asked'`);
  await scene.customer.keyboard.press('Tab');
  await scene.customer.keyboard.press('Enter');
  await scene.customer.waitForFunction(`lab.recorder.state.consents.view === 'yes'`);
  await scene.close();
});

test('pause takes the page off the agent’s screen, resume brings it back, the end ends for both', async () => {
  const scene = await stage(browser, lab, { path: 'forms.html' });
  await scene.customer.evaluate('lab.recorder.pause(true)');
  await scene.agent.waitForFunction(`lab.viewer.state.phase === 'paused' && !lab.viewer.state.shown`);
  await copyShows(scene.agent, `!document.body || document.body.textContent === ''`);
  const held = lab.wire.length;
  await scene.customer.evaluate(`document.body.append('said while paused')`);
  await scene.customer.evaluate('new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))');
  expect(lab.wire.length).toBe(held);
  await scene.customer.evaluate('lab.recorder.pause(false)');
  await scene.agent.waitForFunction(`lab.viewer.state.phase === 'live' && lab.viewer.state.shown`);
  await copyShows(scene.agent, `document.body.textContent.includes('said while paused')`);
  await scene.customer.evaluate('lab.recorder.end()');
  await scene.agent.waitForFunction(`lab.viewer.state.phase === 'ended'`);
  expect(
    await scene.customer.evaluate(`[document.querySelectorAll('[data-alongside-ui]').length, sessionStorage.length]`),
  ).toEqual([0, 0]);
  await scene.close();
});

test('a new page and a reload go on with the same consents', async () => {
  const scene = await stage(browser, lab, { path: 'forms.html', ask: ['view', 'control'] });
  await scene.customer.click('#away');
  await copyShows(scene.agent, `document.body?.textContent.includes('a rule added by script')`);
  expect(
    await scene.agent.evaluate(
      `[lab.viewer.state.phase, lab.viewer.state.consent.control, lab.viewer.state.page.resumed]`,
    ),
  ).toEqual(['live', 'yes', true]);
  await scene.customer.reload();
  await scene.agent.waitForFunction(`lab.viewer.state.phase === 'live' && lab.viewer.state.shown`);
  expect(await scene.customer.evaluate(`lab.questions`)).toEqual([]);
  await scene.close();
});

test('the agent is told when the customer leaves the tagged pages', async () => {
  const scene = await stage(browser, lab, { path: 'forms.html' });
  await scene.customer.goto('about:blank');
  await scene.agent.waitForFunction(`lab.viewer.state.phase === 'left' || lab.phases.includes('left')`, undefined, {
    timeout: 8_000,
  });
  await scene.close();
});

test('the session follows the tab that the customer looks at', async () => {
  const scene = await stage(browser, lab, { path: 'forms.html' });
  const second = await scene.contexts[0]!.newPage();
  await second.goto(`${lab.site}/styles.html`);
  await second.waitForFunction(`lab.recorder?.state.phase === 'live'`);
  await scene.customer.waitForFunction(`lab.recorder.state.phase === 'elsewhere'`);
  await copyShows(scene.agent, `document.body?.textContent.includes('a rule added by script')`);
  await scene.customer.bringToFront();
  await scene.customer.evaluate(`window.dispatchEvent(new Event('focus'))`);
  await copyShows(scene.agent, `document.body?.textContent.includes('Delete all')`);
  await second.waitForFunction(`lab.recorder.state.phase === 'elsewhere'`);
  await scene.close();
});

test('a cut socket comes back by itself, with the same consents', async () => {
  const scene = await stage(browser, lab, { path: 'forms.html' });
  lab.cut();
  await scene.agent.waitForFunction(`lab.phases.includes('lost')`);
  await scene.agent.waitForFunction(`lab.viewer.state.phase === 'live'`);
  await scene.customer.evaluate(`document.body.append('after the cut')`);
  await copyShows(scene.agent, `document.body.textContent.includes('after the cut')`);
  await scene.close();
});

test('a second person sees the page without a flicker for the first; who only looks on can do nothing', async () => {
  const scene = await stage(browser, lab, { path: 'forms.html', ask: ['view', 'control'] });
  await scene.copy().evaluate(`globalThis.mark = document.body`);
  const other = await scene.contexts[1]!.newPage();
  await other.goto(lab.console);
  await other.evaluate(`lab.watch('?name=Sam&control=no')`);
  await other.waitForFunction('lab.viewer.state.shown');
  expect(await copyOf(other).evaluate(`document.body.textContent.includes('Delete all')`)).toBe(true);
  expect(await scene.copy().evaluate(`globalThis.mark === document.body`)).toBe(true);
  expect(await other.evaluate(`lab.viewer.command({ do: 'click', node: 5, fx: 0.5, fy: 0.5 })`)).toBe('not_allowed');
  await scene.close();
});

test('new rules from administration mask at once what is on the agent’s screen', async () => {
  const scene = await stage(browser, lab, { path: 'forms.html' });
  await copyShows(scene.agent, `document.body.textContent.includes('edit me')`);
  await scene.customer.evaluate(`lab.recorder.setPolicy({ rules: [{ pages: ['/forms*'], mask: ['#editable'] }] })`);
  await copyShows(scene.agent, `document.getElementById('editable')?.textContent === '••••••'`);
  await scene.customer.evaluate(`lab.recorder.setPolicy({ rules: [{ mode: 'private', show: ['h1'] }] })`);
  await copyShows(
    scene.agent,
    `document.querySelector('h1')?.textContent === 'Forms' && document.getElementById('editable').textContent === '••••••' && document.getElementById('readonly').textContent === '••••••'`,
  );
  await scene.close();
});
