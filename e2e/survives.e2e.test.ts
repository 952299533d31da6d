import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { launch, type Watched } from './src/browser.ts';
import { type Chat, closeChat, openChat } from './src/chat.ts';
import { agent, customer } from './src/people.ts';
import { System } from './src/system.ts';

let system: System;
let browser: Browser;
let bank: Watched;
let desk: Watched;
beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

let nth = 0;
/** A chat of a customer and an agent whom nobody else uses here. */
async function inChat(prepare?: (chat: Chat) => Promise<void>): Promise<void> {
  ({ bank, desk } = await openChat(browser, system, nth, prepare));
  nth += 1;
}
afterEach(() => closeChat({ bank, desk }));

const numbered = (who: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${who} ${from + index}`);
async function both(expected: readonly string[]): Promise<void> {
  const sorted = (texts: string[]) => [...texts].sort();
  const wanted = [...expected].sort();
  await expect.poll(async () => sorted(await agent.texts(desk.page)), { timeout: 45_000 }).toEqual(wanted);
  await expect.poll(async () => sorted(await customer.texts(bank.page)), { timeout: 45_000 }).toEqual(wanted);
  // Whoever wrote last may have their own message at its place a moment after the other side.
  await vi.waitFor(async () => expect(await customer.texts(bank.page)).toEqual(await agent.texts(desk.page)), 10_000);
}
/** What one side wrote stands in the order of its writing. */
async function inOrder(who: string, expected: readonly string[]): Promise<void> {
  expect((await agent.texts(desk.page)).filter((text) => text.startsWith(who))).toEqual(expected);
}

test('a restart of the server, gently and by kill -9: nothing lost, nothing twice, order kept', async () => {
  await inChat();
  await customer.write(bank.page, 'customer 1');
  await agent.write(desk.page, 'agent 1');
  await both(['customer 1', 'agent 1']);
  for (const [round, outage] of [() => system.restart(), () => system.killAndRestart()].entries()) {
    const first = 2 + round * 3;
    const away = outage();
    for (const n of [0, 1, 2]) {
      await customer.write(bank.page, `customer ${first + n}`);
      await agent.write(desk.page, `agent ${first + n}`);
    }
    await away;
    await both([...numbered('customer', 1, first + 2), ...numbered('agent', 1, first + 2)]);
  }
  await inOrder('customer', numbered('customer', 1, 7));
  await inOrder('agent', numbered('agent', 1, 7));
});

test('a reload of either page: the chat is there, and what was not yet sent goes out', async () => {
  await inChat();
  await customer.write(bank.page, 'customer 1');
  await both(['customer 1']);
  await desk.page.reload();
  await agent.field(desk.page).waitFor();
  await agent.write(desk.page, 'agent 1');
  await both(['customer 1', 'agent 1']);
  await bank.context.setOffline(true);
  await customer.write(bank.page, 'customer 2');
  await customer.frame(bank.page).getByText('Waiting to be sent').first().waitFor({ state: 'attached' });
  await bank.context.setOffline(false);
  await bank.page.reload();
  await both(['customer 1', 'agent 1', 'customer 2']);
});

test('a socket that is cut in the middle of a send, before it arrives and before its answer: each message once, in order', async () => {
  let cut = { times: 0 };
  await inChat(async (chat) => {
    cut = await cutSends(chat.bank.page, [2, 4]);
  });
  for (const n of [1, 2, 3, 4, 5]) await customer.write(bank.page, `customer ${n}`);
  await both(numbered('customer', 1, 5));
  expect(cut.times).toBe(2);
  await inOrder('customer', numbered('customer', 1, 5));
});

/** Cuts the page's socket at its nth sends: the first of them is lost on its way, the others only lose their answer. */
async function cutSends(page: Page, at: readonly number[]): Promise<{ times: number }> {
  const cut = { times: 0 };
  let sends = 0;
  await page.context().routeWebSocket(/\/v1\/socket$/, (socket) => {
    const server = socket.connectToServer();
    let silent = false;
    socket.onMessage((message) => {
      if (silent) return;
      const isSend = typeof message === 'string' && message.includes('"t":"send"');
      if (isSend) sends += 1;
      if (!isSend || !at.includes(sends)) return server.send(message);
      silent = true;
      cut.times += 1;
      if (cut.times > 1) server.send(message);
      void socket.close({ code: 1012 });
    });
    server.onMessage((message) => {
      if (!silent) socket.send(message);
    });
  });
  return cut;
}
