import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accentProperties, DEFAULT_ACCENT, GROUNDS } from './colour/accent.ts';
import { contrast, parseHex, type Rgb, toHex } from './colour/colour.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

function block(start: string): Map<string, string> {
  const from = css.indexOf('{', css.indexOf(start)) + 1;
  const declarations = css.slice(from, css.indexOf('}', from)).matchAll(/([\w-]+):\s*([^;]+);/g);
  return new Map([...declarations].map((found) => [found[1] as string, (found[2] as string).trim()]));
}

const light = block(':root {');
const system = block(':root:not([data-theme="light"])');
const chosen = block(':root[data-theme="dark"]');

function colourOf(tokens: Map<string, string>, name: string): Rgb {
  const value = tokens.get(name) ?? light.get(name) ?? '';
  const hex = /var\(--as-[\w-]+, (#[0-9a-f]{6})\)/.exec(value)?.[1] ?? value;
  const colour = parseHex(hex);
  if (!colour) throw new Error(`${name} is not a colour: ${value}`);
  return colour;
}

const surfaces = ['--as-bg', '--as-surface', '--as-surface-2'];
const readable: readonly (readonly [text: string, grounds: readonly string[]])[] = [
  ['--as-text', [...surfaces, '--as-surface-3', '--as-accent-soft', '--as-danger-soft', '--as-warning-soft']],
  ['--as-text-muted', [...surfaces, '--as-accent-soft']],
  ['--as-accent-text', [...surfaces, '--as-accent-soft']],
  ['--as-on-accent', ['--as-accent', '--as-accent-hover']],
  ['--as-on-danger', ['--as-danger', '--as-danger-hover']],
  ['--as-danger-text', [...surfaces, '--as-danger-soft']],
  ['--as-warning-text', [...surfaces, '--as-warning-soft']],
  ['--as-success-text', [...surfaces, '--as-success-soft']],
  ['--as-info-text', [...surfaces, '--as-info-soft']],
];
const visible = [
  'line-strong',
  'accent-line',
  'danger-line',
  'warning-line',
  'success-line',
  'info-line',
  'available',
  'away',
  'offline',
];

describe('tokens.css', () => {
  it('gives the same dark theme to the system setting and to the choice of the reader', () => {
    expect([...chosen]).toEqual([...system]);
    expect(chosen.size).toBeGreaterThan(30);
  });

  it('gives every colour of the light theme a dark one', () => {
    const colours = [...light].filter(([, value]) => /#[0-9a-f]{6}|rgb\(/.test(value)).map(([name]) => name);
    expect(colours.filter((name) => !chosen.has(name))).toEqual([]);
  });

  describe.each([
    ['light', light],
    ['dark', chosen],
  ] as const)('%s', (theme, tokens) => {
    it.each(readable)('%s is readable on its grounds (4.5 : 1)', (text, grounds) => {
      for (const ground of grounds) {
        expect(contrast(colourOf(tokens, text), colourOf(tokens, ground)), ground).toBeGreaterThanOrEqual(4.5);
      }
    });

    it.each(visible)('--as-%s can be seen on the surfaces (3 : 1)', (name) => {
      for (const ground of surfaces) {
        expect(contrast(colourOf(tokens, `--as-${name}`), colourOf(tokens, ground)), ground).toBeGreaterThanOrEqual(3);
      }
    });

    it('has the surfaces that the accent is computed against', () => {
      const { surface, others } = GROUNDS[theme];
      expect([surface, ...others].map(toHex)).toEqual(
        ['--as-surface', '--as-bg', '--as-surface-2'].map((name) => toHex(colourOf(tokens, name))),
      );
    });

    it('falls back to the computed tokens of our own accent', () => {
      const prefix = theme === 'light' ? '--as-l-' : '--as-d-';
      for (const [property, value] of Object.entries(accentProperties(DEFAULT_ACCENT))) {
        if (!property.startsWith(prefix)) continue;
        expect(tokens.get(property.replace(prefix, '--as-')), property).toBe(`var(${property}, ${value})`);
      }
    });
  });
});

describe('base.css', () => {
  it('uses logical properties only, so that right-to-left holds', () => {
    const base = readFileSync(new URL('./base.css', import.meta.url), 'utf8');
    expect(
      base.match(/(margin|padding|border|inset)-(left|right)|text-align:\s*(left|right)|^\s*(left|right):/gm),
    ).toBeNull();
  });
});
