import { type Catalogue, type Message, placeholders } from './catalogue.ts';

const namesOf = (message: Message) =>
  [...new Set((typeof message === 'string' ? [message] : Object.values(message)).flatMap(placeholders))]
    .filter((name) => name !== 'count')
    .sort()
    .join(' ');

function problemsOf(locale: string, catalogue: Catalogue, original: Catalogue): string[] {
  const problems: string[] = [];
  const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  for (const key of Object.keys(catalogue)) if (!(key in original)) problems.push(`${locale}: "${key}" is not known`);
  for (const [key, wanted] of Object.entries(original)) {
    const found = catalogue[key];
    if (found === undefined) {
      problems.push(`${locale}: "${key}" is missing`);
      continue;
    }
    if (typeof found !== typeof wanted)
      problems.push(`${locale}: "${key}" must be plural in every language or in none`);
    if (namesOf(found) !== namesOf(wanted)) {
      problems.push(`${locale}: "${key}" has the placeholders (${namesOf(found)}), not (${namesOf(wanted)})`);
    }
    const texts = typeof found === 'string' ? [found] : Object.values(found);
    if (texts.some((text) => text.trim() === '')) problems.push(`${locale}: "${key}" is empty`);
    if (typeof found === 'string') continue;
    const missing = categories.filter((category) => found[category] === undefined);
    if (missing.length > 0) problems.push(`${locale}: "${key}" lacks the plural form ${missing.join(', ')}`);
  }
  return problems;
}

/**
 * For tests: throws one Error that lists everything that is missing, unknown, empty, lacks a placeholder or a plural form of its language.
 * @param catalogues by locale; the first one is the original
 */
export function assertCatalogueComplete(catalogues: Readonly<Record<string, Catalogue>>): void {
  const [original] = Object.values(catalogues);
  if (!original) throw new Error('No catalogue was given.');
  const problems = Object.entries(catalogues).flatMap(([locale, catalogue]) => problemsOf(locale, catalogue, original));
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
