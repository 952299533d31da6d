import { catalogueLocale, createFormats, createTranslator, type Formats, type Translator } from '@alongside/design';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { en, type Texts } from './messages/en.ts';
import { nl } from './messages/nl.ts';
import { tr } from './messages/tr.ts';
import { vi } from './messages/vi.ts';

/** One language: its texts, its dates and its money. */
export interface Tongue {
  readonly t: Translator<Texts>;
  readonly formats: Formats;
  /** "€ 4,283.16" of cents */
  money(cents: number): string;
  /** The same with a sign in front. */
  change(cents: number): string;
}

export function tongueFor(locale: string): Tongue {
  const euro = { style: 'currency', currency: 'EUR' } as const;
  const plain = new Intl.NumberFormat(locale, euro);
  const signed = new Intl.NumberFormat(locale, { ...euro, signDisplay: 'exceptZero' });
  return {
    t: createTranslator<Texts>({ en, nl, tr, vi }[catalogueLocale(locale)], locale),
    formats: createFormats(locale),
    money: (cents) => plain.format(cents / 100),
    change: (cents) => signed.format(cents / 100),
  };
}

export const TongueContext = createContext<Tongue>(tongueFor('en'));
export const useTongue = (): Tongue => useContext(TongueContext);
