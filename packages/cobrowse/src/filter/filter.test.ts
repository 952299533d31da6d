import { describe, expect, test } from 'vitest';
import { createByteFilter, createFilter } from './index.ts';

const full = (...childNodes: object[]) => ({
  type: 2,
  data: { node: { type: 0, id: 1, childNodes }, initialOffset: { top: 0, left: 0 } },
});
const element = (tagName: string, attributes: object = {}, childNodes: object[] = [], id = 2) => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes,
});
const pass = (...events: unknown[]) => JSON.stringify(createFilter()(events));
const only = (tag: string, attributes: object, children: object[] = []) =>
  (
    createFilter()([full(element(tag, attributes, children))])[0]!.data.node as {
      childNodes: { tagName: string; attributes: Record<string, unknown>; childNodes: unknown[] }[];
    }
  ).childNodes[0]!;

describe('[COB3] the filter', () => {
  test.each([
    'script',
    'object',
    'embed',
    'base',
    'meta',
    'frame',
    'applet',
    'portal',
    'template',
    'animate',
    'set',
    'SCRIPT',
  ])('empties <%s>', (tag) => {
    const { tagName, attributes, childNodes } = only(tag, { src: 'x', href: 'y', content: 'z' }, [
      { type: 3, id: 3, textContent: 'alert(1)' },
    ]);
    expect([tagName, attributes, childNodes]).toEqual(['noscript', {}, []]);
  });

  test.each([
    ['img', 'src', 'https://evil.test/pixel'],
    ['img', 'src', '//evil.test/pixel'],
    ['img', 'src', 'al-asset:1x'],
    ['img', 'srcset', 'https://evil.test/a 1x'],
    ['img', 'onerror', 'alert(1)'],
    ['IMG', 'ONERROR', 'alert(1)'],
    ['iframe', 'src', 'data:image/svg+xml,<svg onload=alert(1)>'],
    ['iframe', 'srcdoc', '<script>alert(1)</script>'],
    ['link', 'href', 'https://evil.test/a.css'],
    ['form', 'action', 'https://evil.test'],
    ['button', 'formaction', 'javascript:alert(1)'],
    ['use', 'href', 'https://evil.test/a.svg#b'],
    ['image', 'xlink:href', 'https://evil.test/a.png'],
    ['a', 'ping', 'https://evil.test'],
    ['video', 'src', 'https://evil.test/a.webm'],
    ['body', 'background', 'https://evil.test/a.png'],
    ['div', 'nonce', 'x'],
    ['div', 'is', { toString: 1 }],
  ])('takes %s %s=%s away', (tag, name, value) => {
    expect(only(tag, { [name]: value }).attributes).not.toHaveProperty([name]);
  });

  test('links lead nowhere', () => {
    expect(only('a', { href: 'javascript:alert(1)' }).attributes.href).toBe('#');
  });

  test.each([
    'background:url(https://evil.test/a)',
    'background:url("//evil.test/a")',
    'background:URL( https://evil.test/a )',
    'background:u\\72l(https://evil.test/a)',
    'background:\\75rl(https://evil.test/a)',
    'background:image-set("https://evil.test/a" 1x)',
    'background:-webkit-image-set(url(https://evil.test/a) 1x)',
    'background:url(https://evil.test/a',
    'background:url(al-asset:1),url(https://evil.test/a)',
    'background:url(data:text/html,https://evil.test/a)',
    'src:src("https://evil.test/a")',
  ])('style %s asks nobody', (style) => {
    expect(String(only('div', { style }).attributes.style)).not.toContain('evil.test');
  });

  test.each([
    '@import "https://evil.test/a";p{color:red}',
    '@import url(https://evil.test/a);',
    '@\\69mport "https://evil.test/a";',
    '@font-face{font-family:x;src:url(https://evil.test/f)}',
    'input[value^="a"]{background:url(https://evil.test/a)}',
  ])('style text %s asks nobody, wherever it comes from', (css) => {
    const text = { type: 3, id: 3, textContent: css };
    const style = element('style', {}, [], 7);
    const later = (data: object) => ({ type: 3, data });
    expect(
      pass(
        full(element('style', { _cssText: css }), element('style', {}, [text], 5), style),
        later({
          source: 0,
          texts: [{ id: 3, value: css }],
          attributes: [{ id: 2, attributes: { _cssText: css } }],
          removes: [],
          adds: [{ parentId: 7, nextId: null, node: { ...text, id: 8 } }],
        }),
        later({ source: 8, id: 2, adds: [{ rule: css, index: 0 }] }),
        later({ source: 8, id: 2, replaceSync: css }),
        later({ source: 15, id: 1, styleIds: [1], styles: [{ styleId: 1, rules: [{ rule: css }] }] }),
      ),
    ).not.toContain('evil.test');
  });

  test('knows no event that it does not need', () => {
    expect(
      pass(
        { type: 6, data: { plugin: 'x', payload: 'y' } },
        { type: 5, data: { tag: 'other', payload: {} } },
        { type: 3, data: { source: 9, id: 1, commands: [{ property: 'drawImage', args: [] }] } },
        { type: 3, data: { source: 10, fontSource: 'https://evil.test' } },
        { type: 3, data: { source: 11, payload: [] } },
        { type: 3, data: { source: 13, set: { property: 'x;y', value: '1' } } },
        null,
        'x',
        [],
      ),
    ).toBe('[]');
  });

  test('keeps what a page is made of', () => {
    const kept = only('input', {
      type: 'password',
      value: '••••••',
      class: 'a',
      'data-tone': 'warm',
      'aria-label': 'b',
      style: 'color:red;background:url("al-asset:3")',
    }).attributes;
    expect(kept).toEqual({
      type: 'text',
      value: '••••••',
      class: 'a',
      'data-tone': 'warm',
      'aria-label': 'b',
      style: 'color:red;background:url("al-asset:3")',
    });
    expect(only('path', { d: 'M0 0', fill: 'url(#g)', 'stroke-width': '2' }).attributes).toEqual({
      d: 'M0 0',
      fill: 'url(#g)',
      'stroke-width': '2',
    });
  });

  test('bounds depth, and takes bytes that are no JSON for nothing', () => {
    let deep: object = element('b', {}, [], 9);
    for (let level = 0; level < 2_000; level += 1) deep = element('b', {}, [deep], 10 + level);
    expect(pass(full(deep)).length).toBeLessThan(100_000);
    const bytes = createByteFilter();
    expect(bytes(new TextEncoder().encode('{nonsense'))).toBeUndefined();
    expect(bytes(new TextEncoder().encode('{}'))).toBeUndefined();
  });
});
