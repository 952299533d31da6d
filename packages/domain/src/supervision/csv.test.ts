import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('no cell of a report can be a formula, however it is disguised', () => {
  const signs = ['=', '+', '-', '@', '\t', '\r', '\n', '|', ';', '＝', '＋', '－', '＠'];
  const leads = ['', ' ', '   ', '\u00a0', '\t', '\ufeff'];
  const payloads = signs.flatMap((sign) => leads.map((lead) => `${lead}${sign}HYPERLINK("http://x","y")`));
  for (const payload of payloads) {
    const [, line = ''] = csvOf(['name'], [[payload]]).split(/\r\n(?=")/);
    expect(line.startsWith(`"'`), JSON.stringify(payload)).toBe(true);
  }
});

test('quotes, commas and line ends stay inside their cell, and numbers stay numbers', () => {
  expect(csvOf(['a', 'b', 'c'], [['say "hi", you\nthere', -3, null]])).toBe(
    '\uFEFF"a","b","c"\r\n"say ""hi"", you\nthere",-3,\r\n',
  );
});
