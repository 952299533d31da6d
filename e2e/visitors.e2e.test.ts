import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openPage } from './src/browser.ts';
import { looks, SIZES } from './src/look.ts';
import { agent } from './src/people.ts';
import { signedCall } from './src/signed.ts';
import { type Demo, System } from './src/system.ts';
import { tabTo } from './src/tab-to.ts';

let system: System;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), launch()]);
  await follow('on');
});
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

async function ask<T>(method: string, path: string, body: object, token?: string): Promise<T> {
  const response = await fetch(system.demo.url + path, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function follow(tracking: string): Promise<void> {
  const { tenant, admin } = system.demo;
  const { token } = await ask<{ token: string }>('POST', '/v1/agent/sign-in', {
    tenant: tenant.domain,
    ...{ email: admin.email, password: admin.password },
    transport: 'bearer',
  });
  await ask('PUT', '/v1/visitor-settings', { tracking, keepMonths: 3 }, token);
}

/** An app tells what its visitor does, and waits until it is stored. */
const report = (visitorId: string, more: object) =>
  ask<{ invitation: { text: string } | null }>('POST', '/v1/visitor-events', {
    tenant: system.demo.tenant.domain,
    visitorId,
    wait: true,
    ...more,
  });
const view = (title: string) => ({
  id: randomUUID(),
  type: 'page_view',
  data: { title, url: `https://meridian.example/${title}` },
});
const left = (title: string, seconds: number) => ({ id: randomUUID(), type: 'page_left', data: { title, seconds } });

async function someone(title: string): Promise<string> {
  const visitorId = randomUUID();
  await report(visitorId, {
    device: { os: 'iOS', osVersion: '18.1', country: 'NL' },
    journey: { referrer: 'https://search.example/?q=loans', utm: { campaign: 'autumn-savings' } },
    events: [view('Home'), left('Home', 14), view(title)],
  });
  return visitorId;
}

/** Somebody who asks for help from a device with a trail. */
async function startHelp(demo: Demo, visitorId: string, name: string): Promise<void> {
  const grant = { customerId: randomUUID(), deviceHash: randomUUID() };
  const path = '/v1/application/gettransactionhashforonlinehelp';
  const { transactionHash } = await signedCall<{ transactionHash: string }>(demo, path, grant);
  await ask('POST', '/v1/online-help/start', {
    tenant: demo.tenant.domain,
    ...grant,
    transactionHash,
    customerName: name,
    startId: randomUUID(),
    helpType: 'CHAT',
    isLoggedIn: true,
    visitorId,
  });
}

test('an agent sees who is on the site at once, follows them, and invites them by the keyboard alone', async () => {
  const desk = await openPage(browser);
  const { page } = desk;
  await agent.signIn(page, system.demo);
  await page.getByRole('link', { name: 'Visitors' }).click();
  await page.getByText('Nobody is on the site').waitFor();

  const visitorId = await someone('Mortgages');
  const name = `Visitor ${visitorId.slice(-4).toUpperCase()}`;
  await page.getByText('On “Mortgages”').waitFor();
  await page.getByRole('link', { name: `Trail of ${name}` }).click();
  const trail = page.getByRole('list', { name: `Trail of ${name}` });
  await trail.getByText('Left Home after 14 seconds').waitFor();
  await report(visitorId, { events: [left('Mortgages', 95), view('Rates')] });
  await trail.getByText('Opened Rates').waitFor();

  await tabTo(page, new RegExp(`^Invite ${name}`));
  await page.keyboard.press('Enter');
  const message = page.getByRole('textbox', { name: 'Message' });
  await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('invitation');
  await message.fill('Shall I work out your rate?');
  await page.keyboard.press('Control+Enter');
  await page.getByText(`${name} is invited.`).first().waitFor();
  expect((await report(visitorId, {})).invitation?.text).toBe('Shall I work out your rate?');

  await report(visitorId, { events: [left('Rates', 3)] });
  await page.getByText('Nobody is on the site').waitFor();
  expect(desk.troubles).toEqual([]);
  await desk.context.close();
});

test('an administrator says in the console whose pages are kept', async () => {
  const desk = await openPage(browser);
  const { page } = desk;
  await agent.signInAs(page, system.demo, system.demo.admin);
  await page.getByRole('link', { name: 'Visitors' }).click();
  await page.getByText('Settings', { exact: true }).click();
  await page.getByRole('radio', { name: 'Nobody' }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The settings of visitors are saved.').first().waitFor();
  await page.getByText('Visitors are not followed').waitFor();
  await someone('Mortgages');
  await follow('on');
  expect(await page.getByText('On “Mortgages”').count()).toBe(0);
  await desk.context.close();
});

describe.each(SIZES)('on a %s', (size, viewport) => {
  test.each(['light', 'dark'] as const)('visitors and trails hold in %s', async (colorScheme) => {
    const desk = await openPage(browser, { viewport, colorScheme, hasTouch: size === 'phone' });
    const { page } = desk;
    const { look, issues } = looks(`${size}-${colorScheme}`);
    await agent.signInAs(page, system.demo, system.demo.admin);
    const visitors = [await someone('Mortgages'), await someone('A page with a very long title that somebody wrote')];
    await page.goto(`${system.demo.console}#/visitors`);
    await page.getByText('On “Mortgages”').first().waitFor();
    await page.getByText('Settings', { exact: true }).click();
    await look(page, 'visitors');
    await page.getByText('Settings', { exact: true }).click();
    await page.goto(`${system.demo.console}#/visitors/${visitors[0]}`);
    await page.getByText('Left Home after 14 seconds').waitFor();
    await look(page, 'visitors-trail');
    await page
      .getByRole('button', { name: /^Invite / })
      .first()
      .click();
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    await look(page, 'visitors-invite');
    await page.keyboard.press('Escape');

    await startHelp(system.demo, visitors[1] ?? '', 'Grace Trailblazer');
    await page.goto(`${system.demo.console}#/`);
    await agent.becomeAvailable(page);
    await agent.accept(page);
    if (size === 'phone') await page.keyboard.press('Alt+i');
    await page.getByRole('heading', { name: 'Trail', exact: true }).waitFor();
    await look(page, 'console-trail');
    if (size === 'phone') await page.keyboard.press('Alt+i');
    await agent.end(page);
    await page.getByRole('button', { name: 'Close without a note' }).click();
    await agent.goAway(page);
    for (const id of visitors) await report(id, { events: [left('x', 1)] });
    expect(issues).toEqual([]);
    await desk.context.close();
  });
});
