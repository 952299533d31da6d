import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakePeer } from '../testing/fake-rtc.ts';
import { observePeers } from '../testing/peer-contract.ts';

let browser: Browser;
let page: Page;
let stop = async () => {};
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL('../testing/loopback/page.ts', import.meta.url).pathname],
    bundle: true,
    format: 'iife',
    globalName: 'loopback',
    conditions: ['source'],
    write: false,
  });
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>A call</title><body>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
    headless: true,
  });
  page = await browser.newPage();
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}`);
  await page.addScriptTag({ content: outputFiles[0]!.text });
  stop = async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
});
afterAll(() => stop());

test('the connection that the tests use signals as Chromium’s own does', async () => {
  expect(await page.evaluate('loopback.peers()')).toEqual(await observePeers(() => new FakePeer()));
});

test('sound and pictures go over both connections, over a restart of ICE too, and stop with the camera', async () => {
  await page.evaluate('void (globalThis.call = loopback.start())');
  await page.evaluate('Promise.all([call.local.on("microphone"), call.local.on("camera")])');
  await page.waitForFunction('call.session.state.get() === "connected" && call.frames() > 5 && call.loudness() > 0.05');
  expect(await page.evaluate('call.local.devices.get().cameras.length')).toBeGreaterThan(0);

  const before = await page.evaluate('[call.ufrag(), call.frames()]');
  await page.evaluate('call.session.restartIce()');
  const [ufrag, frames] = before as [string, number];
  await page.waitForFunction(`call.ufrag() !== '${ufrag}' && call.frames() > ${frames + 10}`);
  await page.waitForFunction('call.session.quality.get().figures.jitterMilliseconds !== null');

  await page.evaluate('call.local.mute(true)');
  await page.waitForFunction(
    'new Promise((done) => { let quiet = 0; const look = setInterval(() => { quiet = call.loudness() < 0.01 ? quiet + 1 : 0; if (quiet > 25) { clearInterval(look); done(true); } }, 50); })',
  );
  await page.evaluate('call.local.off("camera")');
  expect(await page.evaluate('call.local.state.get().camera.state')).toBe('off');
  await page.evaluate('call.session.close()');
  expect(await page.evaluate('call.log')).toEqual([]);
}, 60_000);
