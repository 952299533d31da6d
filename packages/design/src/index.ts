export { type AccentTokens, accentProperties, accentTokens, applyAccent, DEFAULT_ACCENT } from './colour/accent.ts';
export { contrast, luminance, mix, parseHex, type Rgb, toHex } from './colour/colour.ts';
export { assertCatalogueComplete } from './i18n/assert-catalogue-complete.ts';
export type { Catalogue, CatalogueLike, Message, PluralText, Value } from './i18n/catalogue.ts';
export { createFormats, type Formats, type Time } from './i18n/formats.ts';
export {
  catalogueLocale,
  directionOf,
  LOCALE_NAMES,
  LOCALES,
  type Locale,
  negotiateLocale,
  PSEUDO_LOCALE,
} from './i18n/locale.ts';
export { createTranslator, type Translator } from './i18n/translator.ts';
export { MARK, MARK_COLOURS, PRODUCT_NAME } from './mark.ts';
