import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Gathering } from './gathering.ts';

test('what is held is let go at the end of the turn, once, in the order of holding', async () => {
  const gathering = new Gathering();
  const released: string[] = [];
  for (const name of ['a', 'b']) gathering.hold({ release: () => released.push(name) });
  expect(released).toEqual([]);
  await turn();
  expect(released).toEqual(['a', 'b']);
  await turn();
  expect(released).toEqual(['a', 'b']);
});

test('what is held while others are let go has a turn of its own', async () => {
  const gathering = new Gathering();
  const released: string[] = [];
  gathering.hold({ release: () => gathering.hold({ release: () => released.push('later') }) });
  await turn();
  expect(released).toEqual([]);
  await turn();
  expect(released).toEqual(['later']);
});
