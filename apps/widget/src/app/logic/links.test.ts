import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkParts } from './links.ts';

const linksIn = (text: string) =>
  linkParts(text)
    .filter((part) => part.href !== null)
    .map((part) => [part.text, part.href]);

describe('linkParts', () => {
  it.each([
    ['see https://ok.example/a?b=c#d now', 'https://ok.example/a?b=c#d', 'https://ok.example/a?b=c#d'],
    ['(http://ok.example/page).', 'http://ok.example/page', 'http://ok.example/page'],
    ['https://ok.example/wiki/A_(b), yes', 'https://ok.example/wiki/A_(b)', 'https://ok.example/wiki/A_(b)'],
    ['go to www.ok.example!', 'www.ok.example', 'https://www.ok.example/'],
    ['write to ada@ok.example.', 'ada@ok.example', 'mailto:ada@ok.example'],
    ['call +90 (212) 555 12 34 today', '+90 (212) 555 12 34', 'tel:+902125551234'],
    ['tel:+31201234567', 'tel:+31201234567', 'tel:+31201234567'],
    ['HTTPS://OK.example/X', 'HTTPS://OK.example/X', 'https://ok.example/X'],
    ['https://ok.example/ő', 'https://ok.example/ő', 'https://ok.example/%C5%91'],
  ])('%s', (text, shown, href) => {
    expect(linksIn(text)).toEqual([[shown, href]]);
  });

  it.each([
    ['a script', 'javascript:alert(1)'],
    ['a script in disguise', 'JaVaScRiPt:alert(1) java\tscript:alert(1)'],
    ['a data address', 'data:text/html,<script>alert(1)</script>'],
    ['a file', 'file:///etc/passwd'],
    ['a blob', 'blob:null/6f1c'],
    ['a name in front that looks like the host', 'https://bank.example@evil.example/'],
    ['a name and password', 'https://user:pass@ok.example/'],
    ['text that runs backwards', 'https://ok.example/\u202Egpj.exe'],
    ['no host', 'https:// http://'],
    ['a plain number', '12345678 and 3+4'],
    ['an address glued to a word', 'xhttps://ok.example'],
  ])('makes no link of %s', (_, text) => {
    expect(linksIn(text)).toEqual([]);
  });

  it('leaves markup as the text it is', () => {
    const text = '<a href="https://ok.example/">click</a><img src=x onerror=alert(1)>';
    expect(
      linkParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
    expect(linksIn(text)).toEqual([['https://ok.example/', 'https://ok.example/']]);
  });

  it('loses no character and links to nothing but web, mail and telephone, whatever the text', () => {
    const word = fc.constantFrom(
      'https://',
      'www.',
      '@',
      'javascript:',
      'tel:',
      '+90 ',
      '<',
      '"',
      ')',
      '.',
      'a.b',
      '\u202e',
      '[::1]',
      ':99999',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string())), (words) => {
        const text = words.join('');
        const parts = linkParts(text);
        if (parts.map((part) => part.text).join('') !== text) return false;
        return parts.every((part) => part.href === null || /^(https?|mailto|tel):/.test(part.href));
      }),
      { numRuns: 500 },
    );
  });

  it('stays quick on the longest texts that could make a pattern slow', () => {
    for (const unit of ['a', 'a@', '+1 ', 'www.', 'https://(', 'a.', '-', ')']) {
      expect(linkParts(unit.repeat(8000 / unit.length)).length).toBeGreaterThan(0);
    }
  }, 2000);
});
