import type { CDPSession, Frame, Page } from 'playwright-core';

interface Node {
  readonly nodeName: string;
  readonly backendNodeId: number;
  readonly nodeValue?: string;
  readonly attributes?: readonly string[];
  readonly children?: readonly Node[];
  readonly shadowRoots?: readonly Node[];
  readonly contentDocument?: Node;
}

const sessions = new WeakMap<Page, Promise<CDPSession>>();
const devtools = (page: Page): Promise<CDPSession> => {
  const known = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, known);
  return known;
};

/** Everything in a page, closed shadow roots too: bar, question and marks stand in one, as no script of the page may reach them. */
async function nodes(page: Page): Promise<Node[]> {
  const { root } = (await (await devtools(page)).send('DOM.getDocument', { depth: -1, pierce: true })) as {
    root: Node;
  };
  const found: Node[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    found.push(node);
    open.push(...(node.children ?? []), ...(node.shadowRoots ?? []));
  }
  return found;
}
const textOf = (node: Node): string => (node.nodeValue ?? '') + (node.children ?? []).map(textOf).join('');

async function until<T>(what: string, look: () => Promise<T | undefined>, within = 10_000): Promise<T> {
  const last = Date.now() + within;
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    if (Date.now() > last) throw new Error(`It never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The customer's part, by what they see: the recorder's own question and bar among it. */
export const sharing = {
  /** Asks for a code and reads it off the screen. */
  async code(page: Page): Promise<string> {
    await page.getByRole('button', { name: 'Get a code' }).click();
    const code = page.locator('.short-code');
    await code.waitFor();
    return ((await code.textContent()) ?? '').trim();
  },

  /** Presses a button of the recorder's own as a hand does. */
  async press(page: Page, label: string): Promise<void> {
    const button = await until(`a button "${label}"`, async () =>
      (await nodes(page)).find((node) => node.nodeName === 'BUTTON' && textOf(node).trim() === label),
    );
    const { model } = (await (
      await devtools(page)
    ).send('DOM.getBoxModel', {
      backendNodeId: button.backendNodeId,
    })) as { model: { content: number[] } };
    const [x1 = 0, y1 = 0, , , x2 = 0, y2 = 0] = model.content;
    await page.mouse.click((x1 + x2) / 2, (y1 + y2) / 2);
  },

  /** Words of the recorder's own that stand on the page. */
  async says(page: Page, words: string): Promise<void> {
    await until(
      `"${words}" on the customer's page`,
      async () =>
        (await nodes(page)).some((node) => node.nodeName === '#text' && (node.nodeValue ?? '').includes(words)) ||
        undefined,
    );
  },

  /** How many elements of a name stand on the page whose attributes, in their order, look so. */
  async marks(page: Page, name: string, holds: string | RegExp = ''): Promise<number> {
    const looks = new RegExp(typeof holds === 'string' ? holds.replace(/[()]/g, '\\$&') : holds);
    return (await nodes(page)).filter(
      (node) => node.nodeName.toLowerCase() === name && looks.test((node.attributes ?? []).join(' ')),
    ).length;
  },

  /** Whether anything of the recorder's is left. */
  gone: (page: Page): Promise<void> => page.locator('[data-alongside-ui]').waitFor({ state: 'detached' }),
};

/** The agent's part. */
export const looking = {
  /** By the keyboard, from wherever the agent is. */
  async enterCode(page: Page, code: string): Promise<void> {
    await page.keyboard.press('Alt+b');
    await page.getByRole('textbox', { name: 'Code' }).fill(code);
    await page.keyboard.press('Enter');
  },

  panel: (page: Page) => page.getByRole('region', { name: /page$/ }),

  tool: (page: Page, name: string) =>
    page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name, exact: true }),

  /** The document with the copy: the child of the viewer's frame. */
  copy(page: Page): Frame {
    const viewer = page.frames().find((frame) => new URL(frame.url()).pathname === '/viewer/');
    const copy = viewer?.childFrames()[0];
    if (copy === undefined) throw new Error('The agent has no copy yet.');
    return copy;
  },

  /** Waits until an expression holds in the copy. Asked from outside: nothing runs in it, not even the browser's own waiting. */
  async shows(page: Page, expression: string): Promise<void> {
    await until(`${expression} in the copy`, async () =>
      (await this.copy(page).evaluate(`Boolean(${expression})`)) ? true : undefined,
    );
  },

  /** Where something of the copy is on the agent's screen. */
  async place(page: Page, selector: string): Promise<{ x: number; y: number }> {
    const copy = this.copy(page);
    const viewer = copy.parentFrame() as Frame;
    const frame = await page.locator('.together-frame iframe').boundingBox();
    const box = (await copy.evaluate(
      `(({ left, top, width, height }) => [left + width / 2, top + height / 2])(document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`,
    )) as [number, number];
    const [left, top, scale] = (await viewer.evaluate(
      `(() => { const e = document.querySelector('#stage iframe'); const b = e.getBoundingClientRect(); return [b.left, b.top, b.width / e.offsetWidth]; })()`,
    )) as [number, number, number];
    return { x: (frame?.x ?? 0) + left + box[0] * scale, y: (frame?.y ?? 0) + top + box[1] * scale };
  },

  async click(page: Page, selector: string): Promise<void> {
    const { x, y } = await this.place(page, selector);
    await page.mouse.click(x, y);
  },
};

/** Every frame that came to an agent's page over the co-browse socket. */
export function watchFrames(page: Page): { readonly frames: readonly Buffer[]; holds(text: string): boolean } {
  const frames: Buffer[] = [];
  page.on('websocket', (socket) => {
    if (!socket.url().includes('/cobrowse/socket')) return;
    socket.on('framereceived', ({ payload }) => frames.push(Buffer.from(payload)));
  });
  return {
    frames,
    holds: (text) => Buffer.concat(frames).includes(text) || frames.some((frame) => frame.includes(text)),
  };
}
