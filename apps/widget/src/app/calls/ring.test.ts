import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore } from '../store.ts';
import type { CallUi } from './call-control.ts';
import { startRinging } from './ring.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function open(kept: string | null = null) {
  const ui = createStore({ stage: 'none', asked: 'not_yet' } as CallUi);
  const heard: string[] = [];
  const stored: string[] = [];
  const ringing = startRinging({
    ui,
    bell: { ring: () => void heard.push('ring'), silence: () => void heard.push('silence') },
    memory: { getItem: () => kept, setItem: (_, value) => void stored.push(value) },
  });
  return { ui, heard, stored, ringing };
}

it('rings again and again while somebody calls, and is still when they gave up', () => {
  const { ui, heard } = open();
  expect(heard).toEqual([]);
  ui.set({ stage: 'incoming' });
  vi.advanceTimersByTime(2_600);
  expect(heard).toEqual(['ring', 'ring']);
  ui.set({ stage: 'none' });
  vi.advanceTimersByTime(10_000);
  expect(heard).toEqual(['ring', 'ring', 'silence']);
});

it('is still from the press on Answer, before the browser gave the microphone', () => {
  const { ui, heard } = open();
  ui.set({ stage: 'incoming' });
  ui.set({ asked: 'asking' });
  vi.advanceTimersByTime(10_000);
  expect(heard).toEqual(['ring', 'silence']);
});

it('rings not aloud where that was chosen, and keeps the choice', () => {
  const { ui, heard, stored, ringing } = open();
  ui.set({ stage: 'incoming' });
  ringing.set({ quiet: true });
  expect([heard, stored]).toEqual([['ring', 'silence'], ['quiet']]);
  ringing.set({ quiet: false });
  expect([heard, stored]).toEqual([
    ['ring', 'silence', 'ring'],
    ['quiet', 'loud'],
  ]);
  const later = open('quiet');
  later.ui.set({ stage: 'incoming' });
  expect(later.heard).toEqual([]);
});
