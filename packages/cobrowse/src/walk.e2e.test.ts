import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compare, WORDS } from './testing/compare.ts';
import { type Lab, startLab } from './testing/lab.ts';
import { launch, type Scene, stage } from './testing/scene.ts';

/**
 * A page of thousands of elements. Each time the recorder lets the page go it does one of all that pages do: at every boundary of the walk.
 * With `eager` the recorder's clock runs so fast that it lets go after each part, thousands of times; `every` of them something happens then.
 */
const LARGE = `<!doctype html><title>Large</title><script src="/recorder.js"></script>
<style>section { border-left: 3px solid #567 } .big b { font-size: 20px } .gone, .secret { display: block; height: 20px }</style>
<main id="main"></main>
<script>
let seed = 7;
const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648, seed % below);
let made = 0;
const row = () => '<div class="row" title="t' + ++made + '"><span>row ' + made + '</span><b>of many</b><!-- note --></div> ';
const section = () => {
  const element = document.createElement('section');
  let html = '<h2>Part ' + ++made + '</h2>';
  for (let at = 0; at < 45; at += 1) html += row();
  element.innerHTML = html + '<input value="open' + made + '"><select><option>a' + made + '</option><option>b</option></select>';
  return element;
};
const main = document.getElementById('main');
for (let at = 0; at < 30; at += 1) main.append(section());
main.insertAdjacentHTML('beforeend', '<div class="secret" data-assist-mask><p>MASKED-WORD</p></div><p class="later">HIDDEN-WORD</p><div id="box" style="height:90px;overflow:auto"><p style="height:900px">tall</p></div>');

const any = (selector) => { const all = main.querySelectorAll(selector); return all[random(all.length)]; };
const parsed = (html) => { const holder = document.createElement('template'); holder.innerHTML = html; return holder.content.firstElementChild; };
const acts = [
  () => any('section .row').before(parsed(row())),
  () => any('section .row').after(parsed(row()), ' loose words ' + ++made),
  () => any('section .row').remove(),
  () => any('section').append(any('section .row')),
  () => any('section').prepend(any('section .row'), any('section .row')),
  () => { const moved = any('section'); any('section:not([id])').after(moved); },
  () => { const away = any('section'); away.remove(); setTimeout(() => { away.querySelector('h2').textContent += ' back'; main.prepend(away); }); },
  () => any('section .row').replaceWith(parsed('<div class="row"><span><i>deep <b>er ' + ++made + '</b></i></span><b>x</b></div>')),
  () => { any('span').firstChild.data = 'other words ' + ++made; },
  () => { any('span').textContent = 'new words ' + ++made; },
  () => { any('section .row').title = 'named ' + ++made; },
  () => any('section').classList.toggle('big'),
  () => { any('input').value = 'typed ' + ++made; },
  () => { const list = any('select'); list.value = list.options[random(2)].value; },
  () => { const host = any('span'); if (!host.shadowRoot) host.attachShadow({ mode: 'open' }).innerHTML = '<em>in the shadow ' + ++made + '</em><slot></slot>'; },
  () => { const host = [...main.querySelectorAll('span')].find((one) => one.shadowRoot); if (host) host.shadowRoot.firstChild.textContent = 'changed in the shadow ' + ++made; },
  () => { document.getElementById('box').scrollTop = random(300); },
  () => { const frame = document.createElement('iframe'); frame.srcdoc = ''; frame.style.height = '20px'; if (document.querySelectorAll('iframe').length < 2) main.append(frame); },
  () => { document.querySelector('.secret').firstElementChild.title = 'MASKED-TITLE ' + ++made; },
];
globalThis.boundaries = 0;
globalThis.most = 0;
globalThis.every = 1;
globalThis.atBoundary = () => { if (boundaries <= most && boundaries % every === 0) acts[random(acts.length)](); };
const Channel = MessageChannel;
globalThis.MessageChannel = class extends Channel {
  constructor() {
    super();
    boundaries += 1;
    atBoundary();
  }
};
if (location.hash === '#whole') document.getElementsByTagName = () => [];
if (location.hash === '#eager') { const { now } = Performance.prototype; let ahead = 0; performance.now = () => now.call(performance) + (ahead += 9); }
</script>`;

let browser: Browser;
let lab: Lab;
beforeAll(async () => {
  [browser, lab] = await Promise.all([launch(), startLab({ 'large.html': LARGE })]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.close();
});

const POLICY = { rules: [{ hide: ['.gone'] }] };
/** The rows, with what makes them look so. */
const ROWS = `[...document.querySelectorAll('section .row,section,h2')].map((one) => one.className + ' ' + one.title + ' ' + one.parentElement.childElementCount).join('|')`;
/** Where the two sides first differ, for as long as they do. */
const settled = (scene: Scene) =>
  expect
    .poll(
      async () => {
        const [own, copied] = (await Promise.all(
          [scene.customer, scene.copy()].map(async (side) =>
            `${await side.evaluate(WORDS)}${await side.evaluate(ROWS)}`.split('|'),
          ),
        )) as [string[], string[]];
        const at = own.findIndex((word, index) => word !== copied[index]);
        return at < 0
          ? ''
          : [own, copied].map((words) => words.slice(Math.max(0, at - 2), at + 3).join('|')).join(' ≠ ');
      },
      { timeout: 20_000, interval: 100 },
    )
    .toBe('');

/** And one for which the walk ahead is switched off: what it shows is the recorder's own doing. */
test.each([
  [1, 'large.html'],
  [2, 'large.html#eager'],
  [3, 'large.html#eager'],
  [4, 'large.html#eager'],
  [5, 'large.html#whole'],
])(
  'a large page that changes at every slice of the walk is shown as it is (%i: %s)',
  async (seed, path) => {
    lab.reset();
    lab.wire.length = 0;
    const scene = await stage(browser, lab, { path, policy: POLICY, ask: [] });
    const { customer, agent } = scene;
    await customer.evaluate(`seed = ${seed}; boundaries = 0; most = 400`);
    await agent.evaluate(`lab.viewer.ask('view')`);
    await agent.waitForFunction('lab.viewer.state.shown', undefined, { timeout: 20_000 });
    expect(await customer.evaluate('boundaries')).toBeGreaterThan(
      path.includes('eager') ? 400 : path.includes('whole') ? -1 : 3,
    );
    // And with everything known already, for one who comes later.
    await customer.evaluate('boundaries = 0');
    await agent.evaluate('lab.viewer.refresh()');
    await expect.poll(() => customer.evaluate('boundaries > 3'), { timeout: 20_000 }).toBe(true);
    await customer.evaluate('most = 0');
    await settled(scene);
    // What is known by number goes on under it.
    await customer.evaluate(`for (let at = 0; at < 60; at += 1) acts[random(acts.length)]()`);
    await settled(scene);
    const { words, different } = await compare(scene);
    expect(words[1]).toBe(words[0]);
    expect(different).toBeLessThanOrEqual(0.001);
    const wire = lab.wire.map((frame) => frame.toString('utf8')).join('');
    expect(wire).toContain('of many');
    expect(wire).not.toMatch(/MASKED-(?:WORD|TITLE)/);
    expect(scene.errors).toEqual([]);
    expect(lab.faults).toEqual([]);
    await scene.close();
  },
  60_000,
);

test('what is hidden while the page is walked is not sent, also where nothing about it changed', async () => {
  lab.reset();
  lab.wire.length = 0;
  const policy = { rules: [{ hide: ['.veiled .later'] }] };
  const scene = await stage(browser, lab, { path: 'large.html#eager', policy, ask: [] });
  await scene.customer.evaluate(`
    main.prepend(document.querySelector('.later'));
    boundaries = 0;
    atBoundary = () => { if (boundaries === 300) document.body.className = 'veiled'; };
  `);
  await scene.agent.evaluate(`lab.viewer.ask('view')`);
  await scene.agent.waitForFunction('lab.viewer.state.shown', undefined, { timeout: 20_000 });
  expect(await scene.customer.evaluate('boundaries')).toBeGreaterThan(300);
  const wire = lab.wire.map((frame) => frame.toString('utf8')).join('');
  expect(wire).toContain('of many');
  expect(wire).not.toContain('HIDDEN-WORD');
  await scene.close();
});

/** Resolves when the page has not been let go for a while: it is walked and sent. */
async function isDone(customer: Page): Promise<void> {
  for (let before = -1, now = 0; now !== before; ) {
    before = now;
    await customer.waitForTimeout(600);
    now = await customer.evaluate<number>('boundaries');
  }
}

/** A viewer asks for the page again when changes do not fit, which would hide a wrong one. */
test.each([1, 2])(
  'a page that changes while it is walked is right the first time it is sent (%i)',
  async (seed) => {
    lab.reset();
    const scene = await stage(browser, lab, { path: 'large.html#eager', policy: POLICY, ask: [] });
    const { customer, agent } = scene;
    await agent.evaluate('lab.askAgain = lab.viewer.refresh.bind(lab.viewer); lab.viewer.refresh = () => {}');
    await customer.evaluate(`seed = ${seed}; boundaries = 0; most = 3000; every = 10`);
    await agent.evaluate(`lab.viewer.ask('view')`);
    await agent.waitForFunction('lab.viewer.state.shown', undefined, { timeout: 60_000 });
    await isDone(customer);
    await settled(scene);
    await customer.evaluate('boundaries = 0');
    await agent.evaluate('lab.askAgain()');
    await expect.poll(() => customer.evaluate('boundaries > 3'), { timeout: 20_000 }).toBe(true);
    await isDone(customer);
    await settled(scene);
    await scene.close();
  },
  120_000,
);
