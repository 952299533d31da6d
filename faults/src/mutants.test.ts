import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { mutants } from './mutants.ts';

const sourceOf = (file: string) => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');

test.each(mutants.map(({ name, edits }) => ({ name, edits })))(
  'the planted bug "$name" fits the code as it is',
  ({ edits }) => {
    const sources = new Map<string, string>();
    for (const { file, find, replace } of edits) {
      const source = sources.get(file) ?? sourceOf(file);
      expect(source, file).toContain(find);
      sources.set(
        file,
        source.replace(find, () => replace),
      );
    }
  },
);
