import { expect, test } from 'vitest';
import { type Command, commandFor, type Key, type Place } from './keymap.ts';
import { SHORTCUTS } from './shortcuts.ts';

const key = (name: string, more: Partial<Key> = {}): Key => ({
  key: name,
  code: /^[a-z]$/i.test(name) ? `Key${name.toUpperCase()}` : name,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  altGraph: false,
  ...more,
});
const place = (more: Partial<Place> = {}): Place => ({
  editing: false,
  onControl: false,
  dialog: false,
  singleKeys: true,
  offers: true,
  ...more,
});
const alt = (name: string, more: Partial<Key> = {}) => key(name, { altKey: true, ...more });

test('letters work beside the field and are text in it', () => {
  expect(commandFor(key('a'), place())).toBe('accept');
  expect(commandFor(key('j'), place())).toBe('next');
  expect(commandFor(key('a'), place({ editing: true }))).toBeNull();
  expect(commandFor(key('?'), place({ editing: true }))).toBeNull();
});

test('with Alt they work in the field too', () => {
  expect(commandFor(alt('a'), place({ editing: true }))).toBe('accept');
  expect(commandFor(alt('n'), place({ editing: true }))).toBe('note');
  expect(commandFor(alt('3', { code: 'Digit3' }), place({ editing: true }))).toBe('chat-3');
});

test('what ends or hands on a chat is never one careless letter', () => {
  for (const letter of ['e', 't', 'p', 'm', 'r']) {
    expect(commandFor(key(letter), place())).toBeNull();
    expect(commandFor(alt(letter), place())).not.toBeNull();
  }
});

test('letters can be switched off; Alt stays', () => {
  expect(commandFor(key('d'), place({ singleKeys: false }))).toBeNull();
  expect(commandFor(alt('d'), place({ singleKeys: false }))).toBe('decline');
});

test('Enter accepts only where it has no other use, and only while something rings', () => {
  expect(commandFor(key('Enter'), place())).toBe('accept');
  expect(commandFor(key('Enter'), place({ onControl: true }))).toBeNull();
  expect(commandFor(key('Enter'), place({ editing: true }))).toBeNull();
  expect(commandFor(key('Enter'), place({ offers: false }))).toBeNull();
  expect(commandFor(key('a'), place({ offers: false }))).toBeNull();
});

test('a dialog keeps the keyboard, but what rings behind it can be answered', () => {
  expect(commandFor(key('j'), place({ dialog: true }))).toBeNull();
  expect(commandFor(alt('e'), place({ dialog: true }))).toBeNull();
  expect(commandFor(alt('a'), place({ dialog: true, editing: true }))).toBe('accept');
});

test('signs that Alt makes of letters are known by their place; AltGr writes and commands nothing', () => {
  expect(commandFor(alt('å', { code: 'KeyA' }), place())).toBe('accept');
  expect(commandFor(alt('æ', { code: 'KeyA', altGraph: true }), place())).toBeNull();
  expect(commandFor(alt('q', { ctrlKey: true, code: 'KeyA' }), place())).toBeNull();
});

test('a letter that has moved on another keyboard is taken by its letter', () => {
  expect(commandFor(alt('a', { code: 'KeyQ' }), place())).toBe('accept');
});

test('keys of an input method are left alone', () => {
  expect(commandFor(key('a', { isComposing: true }), place())).toBeNull();
});

test('the quick switch works with Ctrl and with Cmd, from anywhere but a dialog', () => {
  expect(commandFor(key('k', { ctrlKey: true }), place({ editing: true }))).toBe('switch');
  expect(commandFor(key('k', { metaKey: true }), place({ editing: true }))).toBe('switch');
  expect(commandFor(key('N', { ctrlKey: true, shiftKey: true }), place({ editing: true }))).toBe('note');
  expect(commandFor(key('c', { ctrlKey: true }), place())).toBeNull();
});

const LABELS: Partial<Record<string, Command>> = {
  'keys.accept': 'accept',
  'keys.decline': 'decline',
  'keys.presence': 'presence',
  'keys.ready': 'ready',
  'keys.mute': 'mute',
  'keys.next': 'next',
  'keys.previous': 'previous',
  'keys.urgent': 'urgent',
  'keys.switch': 'switch',
  'keys.transfer': 'transfer',
  'keys.end': 'end',
  'keys.details': 'details',
  'keys.compose': 'compose',
  'keys.note': 'note',
  'keys.help': 'help',
};
const ARROWS: Record<string, string> = { '↓': 'ArrowDown', '↑': 'ArrowUp' };

test('the overview promises nothing that the keyboard does not do', () => {
  for (const { label, keys } of SHORTCUTS.flatMap((group) => group.shortcuts)) {
    const command = LABELS[label];
    if (!command) continue;
    for (const way of keys) {
      const name = way.at(-1) ?? '';
      const pressed = key(ARROWS[name] ?? (name.length === 1 ? name.toLowerCase() : name), {
        altKey: way.includes('Alt'),
        ctrlKey: way.includes('Ctrl'),
        shiftKey: way.includes('Shift'),
      });
      expect([label, commandFor(pressed, place())]).toEqual([label, command]);
    }
  }
});
