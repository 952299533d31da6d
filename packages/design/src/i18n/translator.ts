import type { Catalogue, CatalogueLike, Value, ValuesFor } from './catalogue.ts';
import { directionOf, PSEUDO_LOCALE } from './locale.ts';

/** Gives the text of a key. A plural message needs `count`; every placeholder is demanded by the type. */
export type Translator<Original extends Catalogue> = {
  <Key extends keyof Original & string>(key: Key, ...values: ValuesFor<Original[Key]>): string;
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
};

const ISOLATE_START = '\u2068';
const ISOLATE_END = '\u2069';

/** Shows a text mirrored, as a right-to-left script would run: for layouts only, hence the pseudo-locale. */
function mirrored(text: string): string {
  return text.replace(/[^\s{}]+/g, (word) => `\u200f\u202e${word}\u202c\u200f`);
}

/**
 * A translator for one language.
 * @param catalogue the texts, in the language of `locale`
 * @param locale a BCP 47 tag; decides plurals, number forms and direction
 */
export function createTranslator<Original extends Catalogue>(
  catalogue: Original | CatalogueLike<Original>,
  locale: string,
): Translator<Original> {
  const direction = directionOf(locale);
  const pseudo = locale === PSEUDO_LOCALE;
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);

  // In a right-to-left text a Latin name would reorder its neighbours unless it stands isolated.
  const write = (value: Value) => {
    const text = typeof value === 'number' ? numbers.format(value) : value;
    return direction === 'rtl' ? ISOLATE_START + text + ISOLATE_END : text;
  };

  const translate = (key: string, values: Readonly<Record<string, Value>> = {}) => {
    const message = (catalogue as Catalogue)[key];
    if (message === undefined) return key;
    const template =
      typeof message === 'string' ? message : (message[plurals.select(Number(values.count))] ?? message.other);
    const parts = template.split(/(\{\w+\})/);
    return parts
      .map((part) => {
        const name = /^\{(\w+)\}$/.exec(part)?.[1];
        if (name !== undefined) return values[name] === undefined ? part : write(values[name]);
        return pseudo ? mirrored(part) : part;
      })
      .join('');
  };

  return Object.assign(translate, { locale, direction }) as Translator<Original>;
}
