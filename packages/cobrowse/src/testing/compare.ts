import pixelmatch from 'pixelmatch';
import type { Frame, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import type { Scene } from './scene.ts';

/** The words of a page, with shadow roots, frames and fields; what is ours or boxed is left out. */
export const WORDS = `(() => { const walk = (root) => { let text = ''; for (const node of root.childNodes) {
  if (node.nodeType === 3) { const words = node.data.replace(/\\s+/g, ' ').trim(); if (words) text += words + '|'; }
  if (node.nodeType !== 1 || /^(script|noscript|style|head)$/i.test(node.tagName)) continue;
  if (node.matches('[data-alongside-ui],[al-ui],[al-box],#foreign,.secret,.gone')) continue;
  if ('value' in node && /input|textarea|select/i.test(node.tagName)) text += '=' + node.value + '|';
  if (node.shadowRoot) text += '(' + walk(node.shadowRoot) + ')';
  if (/iframe/i.test(node.tagName) && node.contentDocument) text += '[' + walk(node.contentDocument) + ']';
  text += walk(node); } return text; }; return walk(document.documentElement); })()`;

const hideOurs = (page: Page | Frame) =>
  page.evaluate(
    `for (const e of document.querySelectorAll('[data-alongside-ui],.replayer-mouse')) e.style.setProperty('display', 'none', 'important')`,
  );

/** Both sides at the same moment: their words, and the share of pixels that differ outside masks and boxes. */
export async function compare(scene: Scene): Promise<{ words: [unknown, unknown]; different: number }> {
  const { customer, agent } = scene;
  await hideOurs(customer);
  await hideOurs(agent.mainFrame().childFrames()[0]!);
  await customer.mouse.move(990, 690);
  const words = (await Promise.all([customer.evaluate(WORDS), scene.copy().evaluate(WORDS)])) as [unknown, unknown];
  const [a, b] = (await Promise.all([customer.screenshot(), agent.screenshot()])).map((png) => PNG.sync.read(png)) as [
    PNG,
    PNG,
  ];
  for (const place of await foreignPlaces(customer)) for (const picture of [a, b]) cover(picture, place);
  const different = pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.1 });
  return { words, different: different / (a.width * a.height) };
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A frame of another site is a box on one side and a page on the other, and what is masked is dots: their insides are left out. */
const foreignPlaces = (page: Page) =>
  page.evaluate(
    `[...document.querySelectorAll('#foreign,.secret,.gone')].map((e) => { const { x, y, width, height } = e.getBoundingClientRect(); return { x, y, width, height }; })`,
  ) as Promise<Place[]>;

function cover({ data, width, height }: PNG, place: Place): void {
  for (let y = Math.max(0, Math.floor(place.y)); y < Math.min(height, place.y + place.height); y += 1)
    data.fill(0, (y * width + Math.floor(place.x)) * 4, (y * width + Math.ceil(place.x + place.width)) * 4);
}
