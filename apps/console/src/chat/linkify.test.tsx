import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { linkify } from './linkify.ts';
import { RichText } from './rich-text.tsx';

const hrefs = (text: string) => linkify(text).flatMap(({ href }) => (href === null ? [] : [href]));

test('addresses are found, and the sentence around them is not taken in', () => {
  expect(hrefs('See https://a.example/x?y=1. Or www.b.example, or mail c@d.example!')).toEqual([
    'https://a.example/x?y=1',
    'https://www.b.example/',
    'mailto:c@d.example',
  ]);
  expect(hrefs('(https://a.example/w_(x))')).toEqual(['https://a.example/w_(x)']);
});

test('nothing but http, https and mail is ever live', () => {
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,<script>1</script>',
    'vbscript:x file:///etc/passwd',
    'java\nscript:alert(1)',
    'jAvAsCrIpT://a.example/%0aalert(1)',
  ]) {
    expect(hrefs(text)).toEqual([]);
  }
});

test('whatever is written, the pieces joined are the text, and every address is of an allowed kind', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
      const pieces = linkify(`x ${text} y`);
      expect(pieces.map((piece) => piece.text).join('')).toBe(`x ${text} y`);
      for (const { href } of pieces) if (href !== null) expect(href).toMatch(/^(?:https?:|mailto:)/);
    }),
  );
});

test('markup in a message is shown as it was written and never becomes markup', () => {
  const html = renderToStaticMarkup(<RichText text={'<img src=x onerror=alert(1)> "https://a.example/\'><b>x"'} />);
  expect(html).not.toMatch(/<img|<b>/);
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(html.match(/href="[^"]*"/g)).toEqual(['href="https://a.example/"']);
  expect(html).toContain('rel="noopener noreferrer nofollow"');
});
