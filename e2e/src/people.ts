import type { FrameLocator, Page } from 'playwright-core';
import type { Demo } from './system.ts';

/** The customer's part, by what they see. */
export const customer = {
  frame: (page: Page): FrameLocator => page.frameLocator('iframe'),

  async signIn(page: Page, demo: Demo, nth = 0): Promise<void> {
    await page.goto(demo.bank);
    await page.getByRole('listitem').getByRole('button').nth(nth).click();
    await page.getByRole('button', { name: 'Start a chat' }).first().waitFor();
  },

  async tapHelp(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Start a chat' }).first().click();
  },

  async write(page: Page, text: string): Promise<void> {
    const field = this.frame(page).getByRole('textbox', { name: 'Your message' });
    await field.fill(text);
    await field.press('Enter');
  },

  /** The texts of the chat in the order in which they are shown, own and other's. */
  texts: (page: Page): Promise<string[]> =>
    page.frameLocator('iframe').getByRole('log').locator('.message .text').allTextContents(),
};

/** The agent's part, by what they see. */
export const agent = {
  async signIn(page: Page, demo: Demo, nth = 0): Promise<void> {
    const person = demo.agents[nth];
    if (!person) throw new Error('The demo has too few agents.');
    await this.signInAs(page, demo, person);
  },

  async signInAs(page: Page, demo: Demo, person: { readonly email: string; readonly password: string }): Promise<void> {
    await page.goto(demo.console);
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('switch', { name: 'Receive chats' }).waitFor();
  },

  async becomeAvailable(page: Page): Promise<void> {
    const receives = page.getByRole('switch', { name: 'Receive chats' });
    if (!(await receives.isChecked())) await page.keyboard.press('Alt+p');
    await page.getByText('New chats ring here').waitFor();
  },

  async goAway(page: Page): Promise<void> {
    await page.keyboard.press('Alt+p');
    await page.getByText('No chats ring here').waitFor();
  },

  async accept(page: Page): Promise<void> {
    await page.getByRole('button', { name: /^Accept / }).click();
    await this.field(page).waitFor();
  },

  /** Without a wrap-up note for now. */
  async end(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('button', { name: 'End, write the note later' }).click();
  },

  field: (page: Page) => page.getByRole('textbox', { name: /^Reply to / }),

  async write(page: Page, text: string): Promise<void> {
    await this.field(page).fill(text);
    await this.field(page).press('Enter');
  },

  texts: (page: Page): Promise<string[]> =>
    page
      .getByLabel(/^Conversation with /)
      .locator('.bubble .text')
      .allTextContents(),
};
