import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentTokens, applyAccent, DEFAULT_ACCENT, GROUNDS } from './accent.ts';
import { contrast, luminance, parseHex, type Rgb, toHex } from './colour.ts';

const channel = fc.integer({ min: 0, max: 255 });
const anyColour = fc.tuple(channel, channel, channel).map(toHex);
const rgb = (hex: string) => parseHex(hex) as Rgb;
const ratio = (one: string, other: string) => contrast(rgb(one), rgb(other));

describe('colour', () => {
  it('measures contrast as WCAG does', () => {
    expect(ratio('#000000', '#ffffff')).toBe(21);
    expect(ratio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(luminance(rgb('#ff0000'))).toBeCloseTo(0.2126, 4);
  });

  it('reads short and long hexadecimal colours and nothing else', () => {
    expect(parseHex('#0bF')).toEqual([0, 187, 255]);
    expect(parseHex('#00bbFF')).toEqual([0, 187, 255]);
    for (const wrong of ['', 'red', '#12', '#12345', '#12345g', 'url(#a)', '#fff;x'])
      expect(parseHex(wrong)).toBeNull();
  });
});

describe('accentTokens', () => {
  it('stays readable for every colour a tenant may choose', () => {
    fc.assert(
      fc.property(anyColour, (colour) => {
        for (const theme of ['light', 'dark'] as const) {
          const tokens = accentTokens(colour)[theme];
          const grounds = [GROUNDS[theme].surface, ...GROUNDS[theme].others].map(toHex);
          expect(ratio(tokens.onAccent, tokens.accent)).toBeGreaterThanOrEqual(4.5);
          expect(ratio(tokens.onAccent, tokens.accentHover)).toBeGreaterThanOrEqual(4.5);
          for (const ground of [...grounds, tokens.accentSoft]) {
            expect(ratio(tokens.accentText, ground)).toBeGreaterThanOrEqual(4.5);
          }
          for (const ground of grounds) expect(ratio(tokens.accentLine, ground)).toBeGreaterThanOrEqual(3);
          expect(ratio(theme === 'light' ? '#142124' : '#e7eeee', tokens.accentSoft)).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("keeps the tenant's exact colour as the fill on light ground", () => {
    fc.assert(fc.property(anyColour, (colour) => accentTokens(colour).light.accent === colour));
  });

  it('lifts a dark colour out of the dark surface', () => {
    expect(ratio(accentTokens('#0a1f44').dark.accent, '#151e20')).toBeGreaterThanOrEqual(3);
  });

  it('gives our own accent for anything that is not a colour', () => {
    expect(accentTokens('javascript:alert(1)')).toEqual(accentTokens(DEFAULT_ACCENT));
  });

  it('sets every property through the style object', () => {
    const set = new Map<string, string>();
    applyAccent({ style: { setProperty: (name, value) => void set.set(name, value) } }, '#123456');
    expect(set.get('--as-l-accent')).toBe('#123456');
    expect([...set.keys()].filter((name) => name.startsWith('--as-d-'))).toHaveLength(6);
  });
});
