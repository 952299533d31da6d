import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';

const PAYLOAD = { alongside: 1, title: 'Meridian Bank', conversationId: 'c1', threadId: null, seq: 3, unread: 1 };

test('[PUSH3] a real browser that is handed a push shows it, without words, and a later one in its place', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { showPushes } from './index.ts'; showPushes({ body: ({ unread }) => unread + ' new' });
        addEventListener('install', () => skipWaiting()); addEventListener('activate', (event) => event.waitUntil(clients.claim()));`,
      resolveDir: new URL('.', import.meta.url).pathname,
    },
    bundle: true,
    format: 'esm',
    conditions: ['source'],
    write: false,
  });
  const server = createServer((request, response) => {
    const worker = request.url === '/worker.js';
    response.setHeader('content-type', worker ? 'text/javascript' : 'text/html');
    response.end(worker ? outputFiles[0]!.contents : '<!doctype html><title>An app</title>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
  const browser = await chromium.launch({ executablePath, args, headless: true });
  try {
    const context = await browser.newContext();
    await context.grantPermissions(['notifications'], { origin });
    const page = await context.newPage();
    const debug = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      debug.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const mine = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
        if (mine) resolve(mine.registrationId);
      });
    });
    await debug.send('ServiceWorker.enable');
    await page.goto(origin);
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/worker.js', { type: 'module' });
      await navigator.serviceWorker.ready;
    });
    const registrationId = await registered;
    const deliver = (payload: object) =>
      debug.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(payload) });
    const shown = async (body: string) => {
      const found = await page.waitForFunction(async (wanted) => {
        const registration = await navigator.serviceWorker.ready;
        const all = await registration.getNotifications();
        return all.some((one) => one.body === wanted) && all.map(({ title, body: words, tag }) => [title, words, tag]);
      }, body);
      return found.jsonValue();
    };
    await deliver(PAYLOAD);
    expect(await shown('1 new')).toEqual([['Meridian Bank', '1 new', 'alongside-c1']]);
    await deliver({ ...PAYLOAD, seq: 4, unread: 2 });
    expect(await shown('2 new')).toEqual([['Meridian Bank', '2 new', 'alongside-c1']]);
  } finally {
    await browser.close();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}, 60_000);
