import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFilter } from './filter/index.ts';
import { hostilePage } from './testing/hostile.ts';
import { type Lab, startLab } from './testing/lab.ts';
import { copyShows, launch } from './testing/scene.ts';
import { cut, toBytes } from './wire/binary.ts';

let browser: Browser;
let lab: Lab;
beforeAll(async () => {
  [browser, lab] = await Promise.all([launch(), startLab()]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.close();
});

/** Plays a made-up stream into a viewer, past the relay's filter or through it. */
async function play(events: readonly unknown[], filtered: boolean) {
  lab.canary.hits.length = 0;
  const context = await browser.newContext({ viewport: { width: 800, height: 600 } });
  const agent = await context.newPage();
  const happened: string[] = [];
  agent.on('dialog', (dialog) => {
    happened.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  agent.on('popup', () => happened.push('popup'));
  await agent.addInitScript('globalThis.pwned = 0');
  await agent.goto(lab.console);
  await agent.evaluate('lab.watch()');
  // The relay's first word is that nobody has agreed, which takes off what is shown: the stream comes after it.
  const frames = await agent.waitForFunction('document.querySelector("iframe") && lab.phases.includes("waiting")');
  await frames.dispose();
  const shown = filtered ? createFilter()(events) : events;
  const parts = cut({ kind: 1, to: 0, body: toBytes(JSON.stringify(shown)) }, 1).map((part) => [...part]);
  await agent.evaluate(
    `for (const part of ${JSON.stringify(parts)}) lab.viewer.constructor && lab.inject(new Uint8Array(part))`,
  );
  await copyShows(agent, `document.body?.textContent.includes('the end of the page')`);
  for (const id of ['link', 'top', 'send'])
    await agent
      .mainFrame()
      .childFrames()[0]!
      .childFrames()[0]!
      .evaluate(`document.getElementById('${id}')?.click()`)
      .catch(() => happened.push('gone'));
  // Anything that was going to be asked for has been asked for when a request made now has come through.
  await context.request.get(`${lab.canary.url}/control`);
  const pwned = await Promise.all(agent.frames().map((frame) => frame.evaluate('globalThis.pwned').catch(() => 0)));
  const outcome = {
    happened,
    pwned: pwned.some((count) => Number(count) > 0),
    hits: lab.canary.hits.filter((hit) => hit !== '/control'),
    address: agent.url(),
  };
  expect(lab.canary.hits).toContain('/control');
  await context.close();
  return outcome;
}

test.each([
  ['through the relay’s filter', true],
  ['with the frame alone', false],
])('[COB3] a hostile page runs no script and makes no request, %s', async (_, filtered) => {
  lab.reset();
  const outcome = await play(hostilePage(lab.canary.url), filtered);
  expect(outcome).toEqual({ happened: [], pwned: false, hits: [], address: `${lab.console}/` });
});

test('nobody but the console may frame the viewer, and the frame speaks to nobody but who frames it', async () => {
  const watched = await browser.newPage();
  await watched.goto(lab.console);
  const frameUrl = await watched.evaluate('document.body.dataset.frame');
  const stranger = await browser.newPage();
  await stranger.goto(`${lab.site}/inner.html`);
  await stranger.evaluate(
    `new Promise((done) => { const f = document.createElement('iframe'); f.onload = done; f.src = '${frameUrl}'; document.body.append(f); })`,
  );
  expect(stranger.mainFrame().childFrames()[0]?.url()).toMatch(/^chrome-error:/);
  // A port from a window that is not the parent gets no answer; the parent's own does.
  await watched.evaluate(
    `new Promise((done) => { const f = document.createElement('iframe'); f.onload = done; f.src = '${frameUrl}'; document.body.append(f); })`,
  );
  const answered = await watched.evaluate(`(async () => {
    const target = document.querySelector('iframe').contentWindow;
    const answer = (send) => new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = () => done(true); setTimeout(done, 400, false); send(c.port2); });
    const other = document.createElement('iframe');
    document.body.append(other);
    globalThis.target = target;
    const foreign = await answer((port) => { other.contentWindow.port = port; other.contentWindow.eval("parent.target.postMessage('alongside-cobrowse', '*', [port])"); });
    const shapeless = await answer((port) => target.postMessage({ t: 'show' }, '*', [port]));
    return [foreign, shapeless, await answer((port) => target.postMessage('alongside-cobrowse', '*', [port]))];
  })()`);
  expect(answered).toEqual([false, false, true]);
  await stranger.close();
  await watched.close();
});
