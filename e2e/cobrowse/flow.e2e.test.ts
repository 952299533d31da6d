import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launch, openPage, type Watched } from '../src/browser.ts';
import { picture } from '../src/look.ts';
import { agent, customer } from '../src/people.ts';
import { System } from '../src/system.ts';
import { looking, sharing, watchFrames } from '../src/together.ts';

let system: System;
let browser: Browser;
let bank: Watched;
let desk: Watched;
let wire: ReturnType<typeof watchFrames>;
beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  [bank, desk] = await Promise.all([openPage(browser), openPage(browser)]);
  wire = watchFrames(desk.page);
  await Promise.all([customer.signIn(bank.page, system.demo), agent.signIn(desk.page, system.demo)]);
});
afterEach(async () => {
  expect([...bank.troubles, ...desk.troubles]).toEqual([]);
  await Promise.all([bank.context.close(), desk.context.close()]);
});

/** The customer reads out the code, the agent types it in, and the customer says yes. */
async function together(path = '/loan-person.html'): Promise<void> {
  await bank.page.goto(new URL(path, system.demo.bank).href);
  await looking.enterCode(desk.page, await sharing.code(bank.page));
  await sharing.says(bank.page, 'asks to see this page');
  await sharing.press(bank.page, 'Allow');
  await looking.shows(desk.page, 'document.querySelector("h1")');
}
async function control(): Promise<void> {
  await looking.tool(desk.page, 'Click and type').click();
  await sharing.says(bank.page, 'asks to click and type');
  await sharing.press(bank.page, 'Allow');
  await looking.tool(desk.page, 'Click and type').and(desk.page.locator('[aria-pressed="true"]')).waitFor();
}
/** The machine may be busy: a key's way to the other side and back is measured elsewhere. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });
async function api(method: string, path: string, body: object): Promise<void> {
  const { tenant, admin, url } = system.demo;
  const ask = (way: string, to: string, what: object, token?: string) =>
    fetch(url + to, {
      method: way,
      body: JSON.stringify(what),
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    });
  const { email, password } = admin;
  const signedIn = await ask('POST', '/v1/agent/sign-in', {
    tenant: tenant.domain,
    email,
    password,
    transport: 'bearer',
  });
  const { token } = (await signedIn.json()) as { token: string };
  const answer = await ask(method, path, body, token);
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}
const typed = (page: Page, name: string) => page.locator(`[name="${name}"]`).inputValue();

test('a code that is read out leads to the page; nothing of it is shown before the customer agrees', async () => {
  await bank.page.goto(new URL('/loan-person.html', system.demo.bank).href);
  await bank.page.getByLabel('Employer').fill('Analytical Engines');
  const code = await sharing.code(bank.page);
  expect(code).toMatch(/^\d{3} \d{3} \d{3}$/);
  // Typed as it was heard, or pasted with whatever stood around it: it looks as it was read.
  await desk.page.keyboard.press('Alt+b');
  const field = desk.page.getByRole('textbox', { name: 'Code' });
  await field.fill(code.replaceAll(' ', ''));
  expect(await field.inputValue()).toBe(code);
  const entered = Date.now();
  await desk.page.keyboard.press('Enter');

  await desk.page.getByText('A question stands on their page').waitFor();
  await sharing.says(bank.page, 'asks to see this page');
  expect(wire.holds('Analytical Engines')).toBe(false);
  expect(wire.holds('About you')).toBe(false);
  const answered = Date.now();
  await sharing.press(bank.page, 'Allow');
  await looking.shows(desk.page, 'document.querySelector("#loan-employer").value === "Analytical Engines"');
  console.log(`entered → asked ${answered - entered} ms, agreed → shown ${Date.now() - answered} ms`);
  await sharing.says(bank.page, 'sees this page');
  await desk.page.getByRole('button', { name: '1 person is looking' }).waitFor();
  // The dialog with the code has done its work.
  expect(await bank.page.locator('.short-code').count()).toBe(0);
  await looking.panel(desk.page).getByRole('button', { name: 'Stop looking' }).click();
});

test('the customer says no: the agent is told, nothing is sent, and one may ask once more', async () => {
  await bank.page.goto(new URL('/loan-person.html', system.demo.bank).href);
  await looking.enterCode(desk.page, await sharing.code(bank.page));
  await sharing.press(bank.page, 'Not now');
  await desk.page.getByText('The customer said no').first().waitFor();
  expect(wire.holds('About you')).toBe(false);
  await desk.page.getByRole('button', { name: 'Ask once more' }).click();
  await sharing.press(bank.page, 'Allow');
  await looking.shows(desk.page, 'document.querySelector("h1")');
  await sharing.press(bank.page, 'End sharing');
  await desk.page.getByText('The customer ended it.').waitFor();
});

test('pointing, a spotlight, a frame and a line in a colour stand on the page, fade or are taken away', async () => {
  await together();
  const { page } = desk;
  const field = await looking.place(page, '#loan-employer');
  await page.mouse.move(field.x, field.y);
  await page.mouse.move(field.x + 4, field.y + 4, { steps: 4 });
  await soon(() => sharing.marks(bank.page, 'div', 'class pointer')).toBe(1);

  await looking.tool(page, 'Spotlight').click();
  await page.mouse.move(field.x, field.y, { steps: 4 });
  await soon(() => sharing.marks(bank.page, 'div', 'class spot style')).toBe(1);

  await looking.tool(page, 'Frame an element').click();
  await looking.click(page, '#loan-employer');
  await soon(() => sharing.marks(bank.page, 'div', 'class frame style left')).toBe(1);

  await looking.tool(page, 'Draw').click();
  await page.getByRole('button', { name: 'Green' }).click();
  await page.mouse.move(field.x - 60, field.y - 30);
  await page.mouse.down();
  await page.mouse.move(field.x + 60, field.y + 30, { steps: 12 });
  await soon(() => sharing.marks(bank.page, 'path', 'rgb(43, 138, 62)')).toBe(1);
  await page.mouse.up();
  // A line fades by itself; a frame is taken away.
  await soon(() => sharing.marks(bank.page, 'path', 'rgb(43, 138, 62)')).toBe(0);
  await looking.tool(page, 'Take the drawings away').click();
  await soon(() => sharing.marks(bank.page, 'div', /^class frame .*hidden/)).toBe(1);
  await sharing.press(bank.page, 'End sharing');
  await page.getByText('The customer ended it.').waitFor();
  await sharing.gone(bank.page);
});

test('the agent types after the customer agreed, not into hidden fields, and not after control was taken back', async () => {
  await together('/loan-check.html');
  const { page } = desk;
  await bank.page.getByLabel('Card number').fill('4929 1234 5678 9011');
  await bank.page.getByLabel('Password').fill('correct-horse-battery');
  await bank.page.getByLabel('Code from your app').fill('918273');
  await control();
  await sharing.says(bank.page, 'and can use it');
  await looking.click(page, '[name=agree]');
  await soon(() => bank.page.getByRole('checkbox').isChecked()).toBe(true);
  await looking.click(page, '#loan-card');
  await page.getByText('This field is the customer’s alone.').waitFor();
  await page.keyboard.type('0000');
  expect(await typed(bank.page, 'card')).toBe('4929 1234 5678 9011');

  await bank.page.getByRole('link', { name: 'Back' }).click();
  await looking.shows(page, 'document.querySelector("#loan-employer")');
  await looking.click(page, '#loan-employer');
  await page.keyboard.type('Difference & Sons');
  await soon(() => typed(bank.page, 'employer')).toBe('Difference & Sons');
  await looking.shows(page, 'document.querySelector("#loan-employer").value === "Difference & Sons"');

  await sharing.press(bank.page, 'Take back control');
  await page.getByText('The customer has taken back control.').waitFor();
  await page.keyboard.type('x');
  await looking.click(page, '#loan-name');
  await page.keyboard.type('Mallory');
  await page.getByRole('button', { name: 'Stop looking' }).click();
  await sharing.gone(bank.page);
  expect([await typed(bank.page, 'employer'), await typed(bank.page, 'name')]).toEqual(['Difference & Sons', '']);
});

test('going to another page and loading anew goes on by itself; hidden values are nowhere on the agent’s side', async () => {
  await together('/loan-person.html');
  const { page } = desk;
  const secrets = ['4929123456789011', 'correct-horse-battery', '918273', 'only-for-the-bank', 'Internal score: 742'];
  await bank.page.getByLabel('Something only the bank').fill('only-for-the-bank');
  await bank.page.getByLabel('Employer').fill('Analytical Engines');
  const left = Date.now();
  await bank.page.getByRole('button', { name: 'Next' }).click();
  await looking.shows(page, 'document.querySelector("dl")?.textContent.includes("Analytical Engines")');
  console.log(`another page after ${Date.now() - left} ms, with its own loading`);
  await bank.page.getByLabel('Card number').fill('4929123456789011');
  await bank.page.getByLabel('Password').fill('correct-horse-battery');
  await bank.page.getByLabel('Code from your app').fill('918273');
  await looking.shows(page, '/^\\S{6}$/.test(document.querySelector("#loan-card").value)');
  await bank.page.reload();
  await looking.shows(page, 'document.querySelector("#loan-card")?.value === ""');
  await sharing.says(bank.page, 'sees this page');
  // The agent, too, may load the console anew.
  await page.reload();
  await looking.shows(page, 'document.querySelector("#loan-card")');

  const copy = looking.copy(page);
  const seen = (await copy.evaluate(
    'document.documentElement.outerHTML + [...document.querySelectorAll("input")].map((e) => e.value).join()',
  )) as string;
  expect(seen).toContain('Analytical Engines');
  // The control: what is not hidden is found by the same search.
  expect(wire.holds('Analytical Engines')).toBe(true);
  for (const secret of secrets)
    expect([secret, seen.includes(secret), wire.holds(secret)]).toEqual([secret, false, false]);
  await sharing.press(bank.page, 'End sharing');
  await page.getByText('The customer ended it.').waitFor();
});

test('a pause takes the page off the agent’s screen, and a page without the tag is told as left', async () => {
  await together('/loan-person.html');
  const { page } = desk;
  await sharing.press(bank.page, 'Pause');
  await page.getByText('The customer has paused sharing').waitFor();
  await looking.shows(page, 'document.documentElement.textContent.trim() === ""');
  await sharing.press(bank.page, 'Go on');
  await looking.shows(page, 'document.querySelector("#loan-employer")');
  await bank.page.goto(new URL('/plain.html', system.demo.bank).href);
  await page.getByText('The customer has left the shared pages').waitFor();
  await bank.page.goto(new URL('/loan-amount.html', system.demo.bank).href);
  await looking.shows(page, 'document.querySelector("#loan-amount")');
  await page.getByRole('button', { name: 'Stop looking' }).click();
  await page.getByText('You ended it.').waitFor();
  await sharing.gone(bank.page);
});

test('a dropped network says so on the agent’s side and mends by itself', async () => {
  await together('/loan-person.html');
  const { page } = desk;
  await desk.context.setOffline(true);
  await page.evaluate('window.dispatchEvent(new Event("offline"))');
  await desk.context.setOffline(false);
  await bank.context.setOffline(true);
  await bank.context.setOffline(false);
  await bank.page.getByLabel('Employer').fill('After the gap');
  await looking.shows(page, 'document.querySelector("#loan-employer")?.value === "After the gap"');
  await page.getByRole('button', { name: 'Stop looking' }).click();
  await sharing.gone(bank.page);
});

test('an offered page opens after the customer agreed, and a no is told', async () => {
  await together('/loan-amount.html');
  const { page } = desk;
  const offer = async (path: string, name: string) => {
    await looking.tool(page, 'Offer a page or a document').click();
    await page.getByLabel('Address', { exact: true }).fill(new URL(path, system.demo.bank).href);
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByRole('button', { name: 'Ask the customer' }).click();
    await sharing.says(bank.page, name);
  };
  await offer('/loan-person.html', 'The second step');
  await sharing.press(bank.page, 'Not now');
  await page.getByText('The customer did not open “The second step”.').first().waitFor();
  await offer('/loan-person.html', 'The next step');
  await sharing.press(bank.page, 'Allow');
  await page.getByText('The customer opened “The next step”.').first().waitFor();
  await looking.shows(page, 'document.querySelector("#loan-employer")');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    looking.tool(page, 'Keep the page as a file').click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^page-.*\.html$/);
  await page.getByRole('button', { name: 'Stop looking' }).click();
  await sharing.gone(bank.page);
});

test('from a chat no code is needed: the agent offers, the customer takes it, and the log tells of it', async () => {
  const { page } = desk;
  await customer.tapHelp(bank.page);
  await agent.becomeAvailable(page);
  await agent.accept(page);
  await page.getByRole('button', { name: 'Look at the page together' }).click();
  await page.getByText('It appears as soon as the customer takes part.').waitFor();
  const frame = customer.frame(bank.page);
  await frame.getByText('would like to look at this page with you').waitFor();
  await frame.getByRole('button', { name: 'Yes, together' }).click();
  await sharing.says(bank.page, 'asks to see this page');
  await sharing.press(bank.page, 'Allow');
  await looking.shows(page, 'document.querySelector("h1")');
  const log = page.getByLabel(/^Conversation with /);
  await log.getByText('agreed to show the page').waitFor();
  // A supervisor looks on: everybody sees the name, and no tool of theirs is there.
  const boss = await openPage(browser);
  await agent.signInAs(boss.page, system.demo, system.demo.admin);
  await boss.page.goto(`${system.demo.console}#/board`);
  await boss.page.getByRole('link', { name: /^Watch the chat: / }).click();
  await boss.page.getByRole('button', { name: 'Look on at the customer’s page' }).click();
  await looking.shows(boss.page, 'document.querySelector("h1")');
  await boss.page.getByText('You only look on').waitFor();
  expect(await looking.tool(boss.page, 'Point').count()).toBe(0);
  await page.getByRole('button', { name: '2 people are looking' }).click();
  await page.getByRole('listitem').filter({ hasText: ', looks on' }).waitFor();
  await page.keyboard.press('Escape');
  await looking.panel(boss.page).getByRole('button', { name: 'Leave', exact: true }).click();
  await page.getByRole('button', { name: '1 person is looking' }).waitFor();
  await boss.context.close();
  await looking.panel(page).getByRole('button', { name: 'Stop looking' }).click();
  await log.getByText(/ended co-browse after/).waitFor();
  await sharing.gone(bank.page);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await agent.end(page);
  await page.getByRole('button', { name: 'Close without a note' }).click();
  await agent.goAway(page);
});

test('a recording is made with consent, and is played in the history, masked as it was seen', async () => {
  const { page } = desk;
  await api('PUT', '/v1/cobrowse/settings', {
    privateByDefault: false,
    rules: [{ pages: ['/loan-*'], mask: ['[name=employer]'] }],
    viewable: [],
    interactive: [],
    recording: { allowed: true, days: 30, minutes: 10, megabytes: 20 },
  });
  await customer.tapHelp(bank.page);
  await agent.becomeAvailable(page);
  await agent.accept(page);
  await page.getByRole('button', { name: 'Look at the page together' }).click();
  await customer.frame(bank.page).getByRole('button', { name: 'Yes, together' }).click();
  await sharing.press(bank.page, 'Allow');
  await looking.shows(page, 'document.querySelector("h1")');
  await looking.tool(page, 'Record').click();
  await sharing.says(bank.page, 'asks to record');
  await sharing.press(bank.page, 'Allow');
  await looking.panel(page).getByText('Recording', { exact: true }).waitFor();
  await bank.page.goto(new URL('/loan-person.html', system.demo.bank).href);
  await bank.page.getByLabel('Employer').fill('Analytical Engines');
  await bank.page.getByLabel('Income').fill('1234');
  await looking.shows(page, 'document.querySelector("#loan-income")?.value === "1234"');
  // What administration masks holds beside what the page itself says.
  await looking.shows(page, '/^\\S{6}$/.test(document.querySelector("#loan-employer").value)');
  await looking.panel(page).getByRole('button', { name: 'Stop looking' }).click();
  await page
    .getByLabel(/^Conversation with /)
    .getByText('agreed to recording')
    .waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.reload();
  await page.getByRole('button', { name: /^Play the recording of / }).click();
  const moment = page.getByRole('slider', { name: 'Moment of the recording' });
  await moment.waitFor();
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('4');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await soon(async () => Number(await moment.inputValue())).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await looking.shows(page, 'document.querySelector("#loan-income")?.value === "1234"');
  await looking.shows(page, '/^\\S{6}$/.test(document.querySelector("#loan-employer").value)');
  await picture(page, 'console-recording-desktop-light');
  await moment.fill('0');
  await looking.shows(page, 'document.querySelector("#loan-income") === null && document.querySelector("h1")');
  await page.keyboard.press('Escape');
  await agent.end(page);
  await page.getByRole('button', { name: 'Close without a note' }).click();
  await agent.goAway(page);
});

test('wrong, used and dead codes look the same to the agent, and guessing is paused', async () => {
  // An agent of one's own: five wrong ones pause whoever typed them.
  const { page } = await openPage(browser);
  await agent.signIn(page, system.demo, 2);
  await bank.page.goto(new URL('/loan-person.html', system.demo.bank).href);
  const code = await sharing.code(bank.page);
  const wrong = 'This code does not work. Ask the customer to read it again, or to get a new one.';
  await looking.enterCode(page, '000 000 001');
  await page.getByText(wrong).waitFor();
  await bank.page.getByRole('button', { name: 'New code' }).click();
  await soon(() => bank.page.locator('.short-code').textContent()).not.toBe(code);
  const field = page.getByRole('textbox', { name: 'Code' });
  await field.fill(code);
  await page.keyboard.press('Enter');
  await soon(() => field.getAttribute('aria-invalid')).toBe('true');
  await page.getByText(wrong).waitFor();
  for (const guess of ['000 000 002', '000 000 003', '000 000 004']) {
    await field.fill(guess);
    await page.keyboard.press('Enter');
    await soon(() => field.getAttribute('aria-invalid')).toBe('true');
  }
  await field.fill(((await bank.page.locator('.short-code').textContent()) ?? '').trim());
  await page.keyboard.press('Enter');
  await page.getByText(/Too many codes were wrong\. You can try again in 1[45] minutes\./).waitFor();
  await page.context().close();
});
