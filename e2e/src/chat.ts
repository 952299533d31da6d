import type { Browser } from 'playwright-core';
import { openPage, type Watched } from './browser.ts';
import { agent, customer } from './people.ts';
import type { System } from './system.ts';

/** A customer and an agent in a chat, each on a page of their own. */
export interface Chat {
  readonly bank: Watched;
  readonly desk: Watched;
}

/** Brings the nth customer of the bank and the nth agent together, who are nobody else's in this system. */
export async function openChat(
  browser: Browser,
  system: System,
  nth: number,
  prepare: (chat: Chat) => Promise<void> = async () => {},
): Promise<Chat> {
  const [bank, desk] = await Promise.all([openPage(browser), openPage(browser)]);
  await prepare({ bank, desk });
  await customer.signIn(bank.page, system.demo, nth);
  await agent.signIn(desk.page, system.demo, nth);
  await customer.tapHelp(bank.page);
  await agent.becomeAvailable(desk.page);
  await agent.accept(desk.page);
  await customer.frame(bank.page).getByRole('textbox', { name: 'Your message' }).waitFor();
  return { bank, desk };
}

/** The agent ends the chat, the customer sees it, and both pages close. */
export async function closeChat({ bank, desk }: Chat): Promise<void> {
  await agent.end(desk.page);
  await customer.frame(bank.page).getByText('This chat has ended').first().waitFor();
  await agent.goAway(desk.page);
  await Promise.all([bank.context.close(), desk.context.close()]);
}
