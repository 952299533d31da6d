import { expect, test } from 'vitest';
import { createDrafts } from './drafts.ts';
import { createSettings, DEFAULT_SETTINGS, localeFor, parseSettings, SETTINGS_KEY } from './settings.ts';
import { createUnsent } from './unsent.ts';

function storage() {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
}
const broken = {
  getItem() {
    throw new Error('switched off');
  },
  setItem() {
    throw new Error('switched off');
  },
  removeItem() {
    throw new Error('switched off');
  },
};

test('settings outlive the page and forgive what is missing or strange', () => {
  const kept = storage();
  createSettings(kept).update((value) => ({ ...value, theme: 'dark', sound: false }));
  expect(createSettings(kept).get()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', sound: false });
  expect(parseSettings('{"theme":"pink","sound":"no","extra":1}')).toEqual(DEFAULT_SETTINGS);
  expect(parseSettings('not json')).toEqual(DEFAULT_SETTINGS);
  expect(parseSettings('null')).toEqual(DEFAULT_SETTINGS);
  expect(kept.map.has(SETTINGS_KEY)).toBe(true);
});

test('what is muted in one window is muted in the other', () => {
  const kept = storage();
  const [here, there] = [createSettings(kept), createSettings(kept)];
  here.update((value) => ({ ...value, sound: false }));
  there.changedElsewhere(SETTINGS_KEY);
  expect(there.get().sound).toBe(false);
});

test('without storage settings and drafts last as long as the page', () => {
  const settings = createSettings(broken);
  settings.update((value) => ({ ...value, sound: false }));
  expect(settings.get().sound).toBe(false);
  const drafts = createDrafts(broken, () => 'me');
  drafts.set('c', { mode: 'reply', reply: 'hi', note: '' });
  expect(drafts.get('c').reply).toBe('hi');
});

test('the language is the choice of this device, else the account, else the browser', () => {
  expect(localeFor({ ...DEFAULT_SETTINGS, locale: 'tr' }, 'nl', ['vi'])).toBe('tr');
  expect(localeFor(DEFAULT_SETTINGS, 'nl', ['vi'])).toBe('nl');
  expect(localeFor(DEFAULT_SETTINGS, null, ['xx', 'vi-VN'])).toBe('vi-VN');
  expect(localeFor(DEFAULT_SETTINGS, 'en', ['nl', 'en-GB', 'en-US'])).toBe('en-GB');
});

test('a draft outlives the page, per conversation and per person', () => {
  const kept = storage();
  createDrafts(kept, () => 'elif').set('c1', { mode: 'note', reply: 'to them', note: 'to us' });
  expect(createDrafts(kept, () => 'elif').get('c1')).toEqual({ mode: 'note', reply: 'to them', note: 'to us' });
  expect(createDrafts(kept, () => 'elif').get('c2').reply).toBe('');
  expect(createDrafts(kept, () => 'linh').get('c1').reply).toBe('');
});

test('an empty draft leaves nothing behind', () => {
  const kept = storage();
  const drafts = createDrafts(kept, () => 'elif');
  drafts.set('c1', { mode: 'reply', reply: 'x', note: '' });
  drafts.set('c1', { mode: 'reply', reply: '', note: '' });
  expect(kept.map.size).toBe(0);
});

test('a draft keeps its reference until it changes, and follows another window', () => {
  const kept = storage();
  const drafts = createDrafts(kept, () => 'elif');
  expect(drafts.get('c1')).toBe(drafts.get('c1'));
  let told = 0;
  drafts.subscribe(() => {
    told += 1;
  });
  createDrafts(kept, () => 'elif').set('c1', { mode: 'reply', reply: 'from the other window', note: '' });
  const [key] = [...kept.map.keys()];
  drafts.changedElsewhere(String(key));
  expect(drafts.get('c1').reply).toBe('from the other window');
  expect(told).toBe(1);
});

test('words on their way are left to the next page until the server has them, and are given once', () => {
  const kept = storage();
  const first = createUnsent(kept);
  first.add({ conversationId: 'c1', clientId: 'a', kind: 'text', text: 'one' });
  first.add({ conversationId: 'c1', clientId: 'b', kind: 'note', text: 'two' });
  first.remove('a');
  const second = createUnsent(kept);
  expect(second.takeLeftovers('c2')).toEqual([]);
  expect(second.takeLeftovers('c1').map(({ text }) => text)).toEqual(['two']);
  expect(second.takeLeftovers('c1')).toEqual([]);
  expect(kept.map.size).toBe(0);
});
