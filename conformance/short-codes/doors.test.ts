import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../support/demo.ts';
import type { Json } from '../support/http.ts';
import { copyShows, openLine, openPerson, openWorld, type Person, until, type World, wordsOf } from './browser.ts';

/* The published names in a browser, over the scripts that the server serves: the acceptance scenario and its failure cases, as a company's own
   two pages would walk them. */

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const SECRET = 'korenwolf-7781';

describe.runIf(existsSync(chromium))('AssistSDK and AssistAgentSDK', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world?.close());

  const start = (customer: Person, options = '{}') =>
    customer.page.evaluate(
      `(async () => { window.made = await code(); AssistSDK.startSupport({ ...made, cobrowseOnly: true, ...${options} }); return made; })()`,
    ) as Promise<{ shortCode: string; correlationId: string; sessionToken: string }>;
  const redeem = (agent: Person, shortCode: string, index = 0) => {
    const { email, password } = demo.agents[index]!;
    return agent.page.evaluate(
      `(async () => { window.mine = await redeem(${JSON.stringify(shortCode)}, ${JSON.stringify(email)}, ${JSON.stringify(password)}); return mine; })()`,
    ) as Promise<Json>;
  };
  const watch = (agent: Person) =>
    agent.page.evaluate(
      `AssistAgentSDK.startSupport({ correlationId: mine.cid, sessionToken: mine.token, url: ${JSON.stringify(demo.url)} }); AssistAgentSDK.setRemoteView(document.getElementById('view'))`,
    );
  const run = (person: Person, script: string) => person.page.evaluate(script);
  const binary = (person: Person) => person.sent.filter((frame) => typeof frame !== 'string');

  /** Steps 1 to 6. */
  async function joined(options = '{}') {
    const customer = await openPerson(world, `${world.customers}/`);
    const agent = await openPerson(world, `${world.agents}/agents`);
    const made = await start(customer, options);
    await customer.told('onInSupport');
    const redeemed = await redeem(agent, made.shortCode);
    await watch(agent);
    await customer.told('onAgentJoinedSession');
    const close = () => Promise.all([customer.context.close(), agent.context.close()]);
    return { customer, agent, made, redeemed, close };
  }
  /** Step 7. */
  async function seen(options?: string) {
    const both = await joined(options);
    await run(both.agent, 'AssistAgentSDK.requestScreenShare()');
    await copyShows(both.agent.page, `document.body.textContent.includes('Balance of the open account')`);
    return both;
  }
  /** The built-in question stands in a closed part of the page: answered by the keyboard, from its "no" to its "yes". */
  async function allow(customer: Person) {
    await until(async () => (await wordsOf(customer.page)).includes('Not now'), 'the question');
    await customer.page.keyboard.press('Tab');
    await customer.page.keyboard.press('Enter');
  }

  test('1 to 9: from the code to the end, word for word', async () => {
    const { customer, agent, made, redeemed, close } = await joined();
    expect(await customer.page.textContent('#code')).toMatch(/^\d{9}$/);
    expect(redeemed.cid).toBe(made.correlationId);
    expect(Object.keys(redeemed).sort()).toEqual(['cid', 'token']);
    expect((await customer.told('onAgentJoinedSession'))[0].name).toMatch(/\w/);
    expect(binary(customer)).toEqual([]);

    await run(agent, 'AssistAgentSDK.requestScreenShare()');
    await customer.told('onScreenshareRequest');
    await copyShows(agent.page, `document.body.textContent.includes('Balance of the open account')`);
    await customer.told('onAgentJoinedCobrowse');
    expect(await agent.told('consent', ([what]) => what === 'view')).toEqual(['view', true]);
    expect((await agent.told('size'))[0]).toBe(1_000);
    await until(async () => (await wordsOf(customer.page)).includes('sees this page'), 'the indicator');

    await copyShows(agent.page, `document.querySelector('#secret').value !== ${JSON.stringify(SECRET)}`);
    expect(binary(customer).some((frame) => frame.includes(SECRET))).toBe(false);

    await run(agent, 'AssistAgentSDK.drawSelected()');
    await agent.page.mouse.move(200, 150);
    await agent.page.mouse.down();
    await agent.page.mouse.move(300, 250, { steps: 5 });
    await until(async () => (await wordsOf(customer.page)).includes('"path"'), 'the line');
    await agent.page.mouse.up();
    await run(agent, 'AssistAgentSDK.clearSelected()');
    await until(async () => !(await wordsOf(customer.page)).includes('"path"'), 'the line to be gone');

    await run(agent, 'AssistAgentSDK.controlSelected()');
    await allow(customer);
    await agent.told('consent', ([what, allowed]) => what === 'control' && allowed);
    const { x, y } = await pressAt(agent, customer, '#press');
    await agent.page.mouse.click(x, y);
    await until(async () => (await customer.page.textContent('#press')) === 'pressed', 'the press');
    const secret = await pressAt(agent, customer, '#secret');
    await agent.page.mouse.click(secret.x, secret.y);
    await agent.page.keyboard.type('x');
    await agent.told('error', ([, code]) => code === 'masked');
    expect(await customer.page.inputValue('#secret')).toBe(SECRET);

    await run(agent, 'AssistAgentSDK.endSupport()');
    expect(await customer.told('onEndSupport')).toEqual([{ reason: 'agent' }]);
    await agent.told('ended');
    expect(await customer.page.locator('[data-alongside-ui]').count()).toBe(0);
    await run(customer, 'told.length = 0; AssistSDK.startSupport(made)');
    expect((await customer.told('onError'))[0].code).toBe('session_refused');
    await close();
  });

  test('F9: the customer says no: the agent is told, and nothing was sent', async () => {
    const { customer, agent, close } = await joined();
    await run(customer, 'window.answer = false');
    await run(agent, 'AssistAgentSDK.requestScreenShare()');
    expect(await agent.told('consent')).toEqual(['view', false]);
    expect(binary(customer)).toEqual([]);
    await close();
  });

  test('F10: the customer cancels before the agent comes: the code is dead', async () => {
    const customer = await openPerson(world, `${world.customers}/`);
    const agent = await openPerson(world, `${world.agents}/agents`);
    const { shortCode } = await start(customer);
    await customer.told('onInSupport');
    await run(customer, 'AssistSDK.endSupport()');
    expect(await customer.told('onEndSupport')).toEqual([{ reason: 'customer' }]);
    const dead = async () => ((await redeem(agent, shortCode)).cid === undefined ? true : undefined);
    expect(await dead()).toBe(true);
    await customer.context.close();
    await agent.context.close();
  });

  test('F12: a token of another session is refused', async () => {
    const customer = await openPerson(world, `${world.customers}/`);
    await run(
      customer,
      '(async () => { const [one, two] = [await code(), await code()]; AssistSDK.startSupport({ sessionToken: one.sessionToken, correlationId: two.correlationId }); })()',
    );
    expect((await customer.told('onError'))[0].code).toBe('session_refused');
    await customer.told('onEndSupport');
    await customer.context.close();
  });

  test('F13: after a reload, and on the next tagged page, it goes on', async () => {
    const { customer, agent, close } = await seen();
    await customer.page.reload();
    await customer.told('onAgentJoinedCobrowse');
    await copyShows(agent.page, `document.querySelector('h1').textContent === 'Your accounts'`);
    await customer.page.goto(`${world.customers}/next`);
    await copyShows(agent.page, `document.querySelector('h1').textContent === 'Your cards'`);
    await run(customer, 'AssistSDK.endSupport()');
    await agent.told('ended');
    await close();
  });

  test('F14: without the network it tries again, and says when it gives up', async () => {
    const line = await openLine();
    const { customer, agent, close } = await joined(`{ url: ${JSON.stringify(line.url)}, connectionLostSeconds: 6 }`);
    const before = line.connections();
    line.cut();
    // The first break is mended by itself.
    await until(async () => line.connections() > before, 'another connection');
    // Who is asked while away hears nothing of it: the agent asks until the page is back.
    const asking = setInterval(() => void run(agent, 'AssistAgentSDK.requestScreenShare()').catch(() => {}), 300);
    await customer.told('onScreenshareRequest').finally(() => clearInterval(asking));
    await line.close();
    expect((await customer.told('onError'))[0].code).toBe('connection_lost');
    expect(await customer.told('onEndSupport')).toEqual([{ reason: 'lost' }]);
    await close();
  });

  test('F15: who leaves the tagged pages is said to have left; a page of another site is a box', async () => {
    const { customer, agent, close } = await seen();
    await copyShows(agent.page, `document.querySelector('[al-box=foreign]')`);
    expect(binary(customer).some((frame) => frame.includes('another site'))).toBe(false);
    await customer.page.goto(`${world.customers}/untagged`);
    expect(await agent.told('error')).toEqual(['OffAssistPagesException', 'off_assist_pages']);
    await customer.page.goto(`${world.customers}/`);
    await copyShows(agent.page, `document.querySelector('h1').textContent === 'Your accounts'`);
    await close();
  });

  test('F16: what is typed into a masked field never leaves the page', async () => {
    const { customer, agent, close } = await seen();
    await customer.page.fill('#secret', 'zonnebloem-4412');
    await customer.page.fill('#name', 'Ada Lovelace');
    await copyShows(agent.page, `document.querySelector('#name').value === 'Ada Lovelace'`);
    for (const word of [SECRET, 'zonnebloem', '4412'])
      expect(
        customer.sent.some((frame) => frame.includes(word)),
        word,
      ).toBe(false);
    await close();
  });

  test('F19: a second start while one is live is a clear error, on both sides', async () => {
    const { customer, agent, close } = await joined();
    await run(customer, 'AssistSDK.startSupport(made)');
    expect((await customer.told('onError'))[0].code).toBe('already_in_support');
    await watch(agent);
    expect(await agent.told('error')).toEqual(['AssistAgentError', 'already_in_support']);
    await close();
  });

  test('F20: a browser that cannot is told so before a code is made', async () => {
    const customer = await openPerson(world, `${world.customers}/`);
    expect(await run(customer, 'AssistSDK.isBrowserSupported()')).toBe(true);
    await run(customer, 'delete HTMLElement.prototype.showPopover');
    expect(await run(customer, 'AssistSDK.isBrowserSupported()')).toBe(false);
    await run(customer, `AssistSDK.startSupport({ sessionToken: 'x', correlationId: 'y' })`);
    expect((await customer.told('onError'))[0].code).toBe('browser_not_supported');
    await customer.context.close();
  });

  /** Where the agent presses to hit an element of the customer's page, whose copy may be smaller. */
  async function pressAt(agent: Person, customer: Person, selector: string): Promise<{ x: number; y: number }> {
    const box = (await customer.page.locator(selector).boundingBox())!;
    const view = (await agent.page.locator('#view').boundingBox())!;
    const scale = Math.min(view.width / 1_000, view.height / 700, 1);
    return { x: view.x + (box.x + box.width / 2) * scale, y: view.y + (box.y + box.height / 2) * scale };
  }
});
