import { contrast, mix, parseHex, reachContrast, type Rgb, toHex } from './colour.ts';

/** Alongside's own accent, used where a tenant has set none. */
export const DEFAULT_ACCENT = '#0b6e69';

/** What one colour turns into on one ground. Each is `#rrggbb`. */
export type AccentTokens = {
  /** fill of the main button and of one's own messages */
  readonly accent: string;
  readonly accentHover: string;
  /** text on `accent` and on `accentHover`: at least 4.5 : 1 */
  readonly onAccent: string;
  /** the accent as text or icon on any surface and on `accentSoft`: at least 4.5 : 1 */
  readonly accentText: string;
  /** a faint tint for selected rows; ordinary text stays readable on it */
  readonly accentSoft: string;
  /** the accent as a border on any surface: at least 3 : 1 */
  readonly accentLine: string;
};

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const INK: Rgb = [11, 18, 20];

type Ground = {
  readonly surface: Rgb;
  readonly others: readonly Rgb[];
  readonly away: Rgb;
  readonly tint: number;
  readonly text: number;
};

/** The surfaces of tokens.css, which a test holds equal to these. */
export const GROUNDS = {
  light: {
    surface: WHITE,
    others: [
      [245, 247, 247],
      [236, 240, 240],
    ],
    away: BLACK,
    tint: 0.1,
    text: 4.5,
  },
  dark: {
    surface: [21, 30, 32],
    others: [
      [13, 20, 21],
      [29, 41, 43],
    ],
    away: WHITE,
    tint: 0.22,
    text: 6,
  },
} as const satisfies Record<'light' | 'dark', Ground>;

function readableOn(fill: Rgb): Rgb {
  return [WHITE, INK].find((text) => contrast(text, fill) >= 4.5) ?? BLACK;
}

function derive(colour: Rgb, { surface, others, away, tint, text }: Ground, minimumFill: number): AccentTokens {
  const grounds = [surface, ...others];
  const accent = reachContrast(colour, away, [surface], minimumFill);
  const onAccent = readableOn(accent);
  const accentHover = mix(accent, onAccent === WHITE ? BLACK : WHITE, 0.12);
  const accentSoft = mix(surface, accent, tint);
  return {
    accent: toHex(accent),
    accentHover: toHex(accentHover),
    onAccent: toHex(onAccent),
    accentText: toHex(reachContrast(accent, away, [...grounds, accentSoft], text)),
    accentSoft: toHex(accentSoft),
    accentLine: toHex(reachContrast(accent, away, grounds, 3)),
  };
}

/**
 * Turns a tenant's one colour into readable tokens for both themes. On light ground the fill keeps the tenant's exact colour; on dark
 * ground it is lightened where it would sink into the surface. Anything that is not `#rgb` or `#rrggbb` gives Alongside's own accent.
 */
export function accentTokens(colour: string): { readonly light: AccentTokens; readonly dark: AccentTokens } {
  const parsed = parseHex(colour) ?? (parseHex(DEFAULT_ACCENT) as Rgb);
  return { light: derive(parsed, GROUNDS.light, 1), dark: derive(parsed, GROUNDS.dark, 3) };
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The custom properties that carry a tenant's colour into tokens.css: `--as-l-*` for light, `--as-d-*` for dark. */
export function accentProperties(colour: string): Readonly<Record<string, string>> {
  const { light, dark } = accentTokens(colour);
  const properties: Record<string, string> = {};
  for (const [name, value] of Object.entries(light)) properties[`--as-l-${kebab(name)}`] = value;
  for (const [name, value] of Object.entries(dark)) properties[`--as-d-${kebab(name)}`] = value;
  return properties;
}

/** Sets a tenant's colour on the document's root element (no other element works: tokens.css resolves it there). CSSOM only, so a strict CSP holds. */
export function applyAccent(
  root: { readonly style: { setProperty(name: string, value: string): void } },
  colour: string,
): void {
  for (const [name, value] of Object.entries(accentProperties(colour))) root.style.setProperty(name, value);
}
