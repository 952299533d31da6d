import { en, type Key } from './en.ts';
import { vi } from './vi.ts';

export type { Key };
export type Text = (key: Key, values?: Readonly<Record<string, string>>) => string;

const isVietnamese = /^vi\b/i.test(navigator.language);
export const LOCALE = isVietnamese ? 'vi' : 'en';
const texts: Readonly<Record<Key, string>> = isVietnamese ? vi : en;

/** The text of a key in the browser's language. */
export const text: Text = (key, values = {}) =>
  texts[key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
