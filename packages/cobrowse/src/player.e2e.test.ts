import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAGE_KIND, packRecord, pageRecord } from './relay/index.ts';
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

const EDITED = `document.getElementById('editable')?.textContent`;

test('[COB9] what was seen plays again, from any moment, with nothing in it that was masked; who watched saw no flicker', async () => {
  const records: { atMs: number; bytes: Uint8Array }[] = [];
  let begun = 0;
  const keep = (kind: number, body: Uint8Array) => {
    if (begun === 0) return;
    const atMs = Math.round(performance.now() - begun);
    records.push({ atMs, bytes: packRecord({ kind, atMs, body: new Uint8Array(body) }) });
  };
  lab.reset({ onSeen: keep, onPage: (frame) => keep(PAGE_KIND, pageRecord(frame)) });
  const scene = await stage(browser, lab, { path: 'forms.html' });
  const moment = async (words: string) => {
    await scene.customer.evaluate(`document.getElementById('editable').textContent = ${JSON.stringify(words)}`);
    await copyShows(scene.agent, `${EDITED} === ${JSON.stringify(words)}`);
    const atMs = performance.now() - begun;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return atMs + 60;
  };
  const built = (await scene.agent.evaluate('lab.viewer.state.shown')) as boolean;
  begun = performance.now();
  lab.hub().wholePage();
  await expect.poll(() => records.some(({ bytes }) => Buffer.from(bytes).includes('"type":2'))).toBe(true);
  await scene.customer.fill('#password', 'typed-while-recorded');
  const [first, second] = [await moment('first words'), await moment('second words')];
  expect(built).toBe(true);

  const lengthMs = Math.ceil(performance.now() - begun);
  const middle = records.findIndex(({ atMs }) => atMs > first);
  const chunks = [records.slice(0, middle), records.slice(middle)].map((part, n) => ({
    n,
    fromMs: part[0]!.atMs,
    untilMs: part.at(-1)!.atMs,
    base64: Buffer.concat(part.map(({ bytes }) => bytes)).toString('base64'),
  }));
  const stored = Buffer.concat(records.map(({ bytes }) => bytes)).toString('utf8');
  for (const masked of ['hunter2-secret', 'typed-while-recorded', 'MASKED-77', '4111 1111'])
    expect(stored, masked).not.toContain(masked);

  await scene.agent.evaluate(`lab.play(${JSON.stringify(chunks)}, ${lengthMs})`);
  await copyShows(scene.agent, `${EDITED} === 'edit me'`);
  for (const [at, words] of [
    [second, 'second words'],
    [first, 'first words'],
    [0, 'edit me'],
  ] as const) {
    await scene.agent.evaluate(`lab.player.seek(${at})`);
    await copyShows(scene.agent, `${EDITED} === ${JSON.stringify(words)}`);
  }
  await scene.agent.evaluate('lab.player.setSpeed(4), lab.player.play()');
  await copyShows(scene.agent, `${EDITED} === 'second words'`);
  await expect.poll(() => scene.agent.evaluate('lab.player.state.phase')).toBe('ended');
  expect(scene.errors).toEqual([]);
  await scene.close();
});
