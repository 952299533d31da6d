import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Carrier } from '../support/carrier.ts';
import { demo } from '../support/demo.ts';
import { call, type Json } from '../support/http.ts';
import { until } from '../short-codes/browser.ts';
import { NUMBER, Office } from './client.ts';

/** F17, in a browser: the softphone in a page of the company's, as its package is built. */
const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const script = new URL('../../packages/sdk/dist/phone.js', import.meta.url);
const sipPort = inject('sipPort');
const PAGE = `<!doctype html><title>The company's page</title><script type="module">
  import { createSoftphone } from '/phone.js';
  window.told = [];
  window.phone = createSoftphone({ url: ${JSON.stringify(demo.url)} });
  for (const name of ['csInitComplete', 'csInitError', 'csShowEnableVoice', 'csShowCallStatus', 'csCallRinging', 'csEndCall'])
    phone.on(name, (...values) => told.push([name, ...values]));
</script>`;

describe.runIf(existsSync(path) && existsSync(script) && sipPort > 0)('two tabs of one browser', () => {
  let office: Office;
  let carrier: Carrier;
  let browser: Browser;
  let before: Json;
  const site = createServer((request, response) => {
    const isScript = request.url === '/phone.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? readFileSync(script) : PAGE);
  });
  let address = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    office = await Office.open();
    carrier = await Carrier.open(sipPort);
    await office.carrier(carrier.port);
    await office.takesCalls();
    before = await call('GET', '/v1/tenant', { token: office.admin });
    await call('PATCH', '/v1/tenant', { token: office.admin, body: { origins: [...before.origins, address] } });
    browser = await chromium.launch({
      executablePath: path,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await call('PATCH', '/v1/tenant', { token: office.admin, body: { origins: before.origins } });
    await carrier.close();
    await office.close();
    site.closeAllConnections();
    await new Promise((resolve) => site.close(resolve));
  });

  const told = (page: Page): Promise<Json[][]> => page.evaluate('told') as Promise<Json[][]>;
  const hears = (page: Page, ...event: Json[]) =>
    until(
      async () => (await told(page)).some((one) => JSON.stringify(one) === JSON.stringify(event)),
      `${JSON.stringify(event)} to be told`,
    );

  test('F17: voice stays in the first tab until the second asks for it by csEnableCall, and the first is told', async () => {
    const context = await browser.newContext();
    const tab = async () => {
      const page = await context.newPage();
      await page.goto(address);
      // The page may call once it is listed, which counts within two seconds.
      await until(async () => {
        await page.evaluate(`phone.csInit(${JSON.stringify(office.sign())}, ${JSON.stringify(demo.phoneLink.domain)})`);
        return (await told(page)).some(([name]) => name === 'csInitComplete');
      }, 'the softphone to sign in');
      return page;
    };
    const first = await tab();
    await hears(first, 'csShowEnableVoice', false);
    const second = await tab();
    await hears(second, 'csShowEnableVoice', true);
    await first.evaluate(`phone.changeCallStatus('Online')`);
    await hears(second, 'csShowCallStatus', 'Online');

    const caller = `+8490${Math.floor(1_000_000 + Math.random() * 8_000_000)}`;
    const customer = carrier.call(NUMBER, caller);
    await hears(first, 'csCallRinging', caller);
    expect((await told(second)).map(([name]) => name)).not.toContain('csCallRinging');

    await second.evaluate('phone.csEnableCall()');
    await hears(first, 'csShowEnableVoice', true);
    await hears(second, 'csShowEnableVoice', false);
    await hears(second, 'csCallRinging', caller);
    expect((await told(first)).filter(([name]) => name === 'csCallRinging')).toHaveLength(1);
    await customer.cancel();
    await second.evaluate(`phone.changeCallStatus('Offline')`);
    await hears(second, 'csShowCallStatus', 'Offline');
    await context.close();
  });
});
