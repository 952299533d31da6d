import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Lab, startLab } from './testing/lab.ts';
import { copyShows, launch, type Scene, stage } from './testing/scene.ts';

let browser: Browser;
let lab: Lab;
let scene: Scene;
beforeAll(async () => {
  [browser, lab] = await Promise.all([launch(), startLab()]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.close();
});
beforeEach(async () => {
  lab.reset();
  scene = await stage(browser, lab, { path: 'forms.html', ask: ['view', 'control'] });
  await scene.customer.evaluate(`window.$ = (id) => document.getElementById(id)`);
});
afterEach(async () => {
  const { errors } = scene;
  await scene.close();
  expect(errors).toEqual([]);
  expect(lab.faults).toEqual([]);
});

/** Where an element of the page is on the agent's screen; the copy has the same window. */
async function place(page: Page, script: string): Promise<[number, number]> {
  const [x, y] = (await page.evaluate(
    `(() => { let e = ${script}; let b = e.getBoundingClientRect(); let x = b.left + b.width / 2, y = b.top + b.height / 2;
      for (let w = e.ownerDocument.defaultView; w.frameElement; w = w.parent) { const f = w.frameElement.getBoundingClientRect(); x += f.left + w.frameElement.clientLeft; y += f.top + w.frameElement.clientTop; }
      return [x, y]; })()`,
  )) as [number, number];
  return [x, y];
}

async function clickOn(script: string): Promise<void> {
  const [x, y] = await place(scene.customer, script);
  await scene.agent.mouse.click(x, y);
}

/** The frame has taken the tool up once it answers what was asked after it. */
const tool = (name: string) => scene.agent.evaluate(`lab.viewer.setTool('${name}'), lab.viewer.still()`);
const control = () => tool('control');
const customerSees = (expression: string) => scene.customer.waitForFunction(expression, undefined, { timeout: 5_000 });
const agentSees = (expression: string) => copyShows(scene.agent, expression);

test('clicks and keys reach React fields, and both sides see the outcome', async () => {
  await control();
  await clickOn(`$('name')`);
  await scene.agent.keyboard.type('Grace Hopper');
  await customerSees(`$('echo').textContent.startsWith('Grace Hopper|')`);
  await scene.agent.keyboard.press('Backspace');
  await customerSees(`$('echo').textContent.startsWith('Grace Hoppe|')`);
  await clickOn(`$('agreed')`);
  await customerSees(`$('echo').textContent.includes('|true|')`);
  await clickOn(`$('note')`);
  await scene.agent.keyboard.type('one');
  await scene.agent.keyboard.press('Enter');
  await scene.agent.keyboard.type('two');
  await customerSees(`$('note').value === 'one\\ntwo'`);
  await clickOn(`$('send')`);
  await customerSees(`$('echo').textContent.endsWith('|1')`);
  await agentSees(`document.getElementById('echo').textContent === 'Grace Hoppe|basic|true|one\\ntwo|1'`);
  await agentSees(`document.getElementById('name').value === 'Grace Hoppe'`);
});

test('a list is offered to the agent and chosen from', async () => {
  await control();
  await clickOn(`$('plan')`);
  await scene.agent.waitForFunction('lab.choices.length === 1');
  await scene.agent.evaluate(`lab.viewer.choose(lab.choices[0].node, 'pro')`);
  await customerSees(`$('echo').textContent.includes('|pro|')`);
  await agentSees(`document.getElementById('plan').value === 'pro'`);
});

test('typing reaches Vue, editable text, shadow roots and frames of the same origin', async () => {
  await control();
  const fields: [string, string, string][] = [
    [`$('vue-field')`, 'vue words', `$('vue-echo').textContent === 'vue words'`],
    [
      `$('host').shadowRoot.getElementById('deep')`,
      'deep',
      `$('host').shadowRoot.getElementById('deep-echo').textContent === 'deep'`,
    ],
    [
      `$('inner').contentDocument.getElementById('in')`,
      'framed',
      `$('inner').contentDocument.getElementById('in').value === 'framed'`,
    ],
    [`$('editable')`, ' and more', `$('editable').textContent.includes('and more')`],
  ];
  for (const [field, words, expected] of fields) {
    await clickOn(field);
    await scene.agent.keyboard.type(words);
    await customerSees(expected);
  }
});

test('scrolling, keys of movement, dialogs and popovers', async () => {
  await control();
  const [x, y] = await place(scene.customer, `$('list')`);
  await scene.agent.mouse.move(x, y);
  await scene.agent.mouse.wheel(0, 200);
  await customerSees(`$('list').scrollTop === 200`);
  await agentSees(`document.getElementById('list').scrollTop === 200`);
  await clickOn(`$('opener')`);
  await customerSees(`$('pop').matches(':popover-open')`);
  await agentSees(`document.getElementById('pop').matches(':popover-open')`);
  await scene.agent.keyboard.press('Escape');
  await agentSees(`!document.getElementById('pop').matches(':popover-open')`);
  await clickOn(`$('modal')`);
  await agentSees(`document.getElementById('dialog').matches(':modal')`);
  await clickOn(`$('closer')`);
  await agentSees(`!document.getElementById('dialog').open`);
});

test('what is masked, read-only or not consented to is refused in the page', async () => {
  await control();
  await clickOn(`$('card')`);
  await clickOn(`$('password')`);
  await clickOn(`$('code')`);
  await clickOn(`$('readonly')`);
  await scene.agent.waitForFunction('lab.refused.length === 4');
  expect(await scene.agent.evaluate('lab.refused')).toEqual(['masked', 'masked', 'masked', 'not_allowed']);
  await scene.customer.evaluate(`$('card').focus()`);
  await scene.agent.keyboard.type('9');
  await scene.agent.waitForFunction('lab.refused.length === 5');
  expect(await scene.customer.evaluate(`$('card').value`)).toBe('4111 1111 1111 1111');
  await scene.customer.evaluate(`lab.recorder.revoke('control')`);
  await scene.agent.waitForFunction(`lab.viewer.state.consent.control === 'no'`);
  await clickOn(`$('agreed')`);
  await scene.agent.waitForFunction('lab.refused.length === 6');
  expect(await scene.agent.evaluate('lab.refused.at(-1)')).toBe('no_consent');
  expect(await scene.customer.evaluate(`$('agreed').checked`)).toBe(false);
});

test('marks show on the page, over its dialogs, and take nothing away from it', async () => {
  const before = await scene.customer.screenshot();
  await tool('pointer');
  await scene.agent.mouse.move(300, 300);
  await scene.agent.mouse.move(310, 310);
  await expect.poll(async () => before.equals(await scene.customer.screenshot())).toBe(false);
  await tool('spotlight');
  await scene.agent.mouse.move(320, 320);
  await scene.agent.mouse.move(330, 330);
  await tool('highlight');
  await clickOn(`$('send')`);
  await tool('draw');
  await scene.agent.mouse.move(100, 400);
  await scene.agent.mouse.down();
  await scene.agent.mouse.move(300, 450, { steps: 5 });
  await scene.agent.mouse.up();
  // Who draws sees the line at once.
  const own = scene.agent.mainFrame().childFrames()[0]!;
  expect(await own.evaluate(`document.querySelectorAll('#view > svg > path').length`)).toBe(1);
  // The customer's own click goes through all marks.
  await scene.customer.click('#send');
  await customerSees(`$('echo').textContent.endsWith('|1')`);
  await scene.agent.evaluate(`lab.viewer.clear()`);
  await tool('look');
  expect(await scene.copy().evaluate(`document.querySelectorAll('[al-ui] *').length`)).toBe(0);
});

test('what is ours rises over a popover of the page once, not for ever', async () => {
  const raised = await scene.customer.evaluate(`(async () => {
    const { showPopover } = HTMLElement.prototype;
    let raised = 0;
    HTMLElement.prototype.showPopover = function () { if (this.matches('[data-alongside-ui]')) raised += 1; return showPopover.call(this); };
    $('pop').showPopover();
    for (let frame = 0; frame < 20; frame += 1) await new Promise(requestAnimationFrame);
    return raised;
  })()`);
  expect(raised).toBe(1);
});

test('an address is opened only after the yes, and only an http one', async () => {
  expect(await scene.agent.evaluate(`lab.viewer.push('link', 'javascript:alert(1)', 'x')`)).toBe('malformed');
  await scene.customer.evaluate(`lab.answer = () => false`);
  expect(await scene.agent.evaluate(`lab.viewer.push('link', 'https://example.test/a', 'A page')`)).toBe('declined');
  await scene.customer.evaluate(`lab.answer = () => true`);
  expect(await scene.agent.evaluate(`lab.viewer.push('link', 'https://example.test/a', 'A page')`)).toBeUndefined();
  expect(await scene.customer.evaluate('lab.opened')).toEqual(['https://example.test/a']);
});

test('a still of the page holds no script and no masked value', async () => {
  const html = (await scene.agent.evaluate('lab.viewer.still()')) as string;
  expect(html).toContain('Delete all');
  expect(html).not.toMatch(/<script|hunter2|4111|MASKED-77|URL-TOKEN/);
});
