import { expect, test } from 'vitest';
import { browserTabs } from '../testing/browser-tabs.ts';
import { createVoiceTab } from './voice-tab.ts';

const clock = {
  now: () => 0,
  // Nobody answers later than at once here.
  setTimeout: (task: () => void) => setTimeout(task, 0),
  clearTimeout: (timer: unknown) => clearTimeout(timer as ReturnType<typeof setTimeout>),
} as Parameters<typeof createVoiceTab>[0]['clock'];

function tabs(count: number) {
  const channel = browserTabs();
  return Array.from({ length: count }, (_, index) => {
    const lost: string[] = [];
    const tab = createVoiceTab({ channel: channel(), id: `tab-${index}`, clock, lost: () => lost.push('lost') });
    return { tab, lost };
  });
}

test('the first tab has voice, a second one asks in vain', async () => {
  const [first, second] = tabs(2);
  expect(await first?.tab.ask()).toBe(true);
  expect(await second?.tab.ask()).toBe(false);
  expect([first?.tab.isHere(), second?.tab.isHere(), first?.lost]).toEqual([true, false, []]);
});

test('taking it moves it, and the one that had it is told once', async () => {
  const [first, second, third] = tabs(3);
  await first?.tab.ask();
  await second?.tab.ask();
  second?.tab.take();
  expect([first?.tab.isHere(), second?.tab.isHere()]).toEqual([false, true]);
  expect([first?.lost, second?.lost, third?.lost]).toEqual([['lost'], [], []]);
  expect(await first?.tab.ask()).toBe(false);
});

test('a tab that is closed leaves voice to the next; without other tabs it is here at once', async () => {
  const [first, second] = tabs(2);
  await first?.tab.ask();
  first?.tab.close();
  expect(await second?.tab.ask()).toBe(true);
  const alone = createVoiceTab({ channel: null, id: 'x', clock, lost: () => {} });
  expect(await alone.ask()).toBe(true);
});
