/** A colour in sRGB, each channel 0–255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Reads `#rgb` or `#rrggbb`, in either case; null for anything else. */
export function parseHex(hex: string): Rgb | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(hex);
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  const channels = long?.slice(1) ?? short?.slice(1).map((digit) => digit + digit);
  if (!channels) return null;
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => Number.parseInt(channel, 16));
  return [red, green, blue];
}

/** Writes `#rrggbb`. */
export function toHex(colour: Rgb): string {
  return `#${colour.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance, 0 (black) to 1 (white); WCAG 2.2. */
export function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio, 1 to 21; WCAG 2.2. */
export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `share` (0–1) of `other` in `colour`, channel by channel: the same as color-mix(in srgb). Rounded, so that what is measured is what is shown. */
export function mix(colour: Rgb, other: Rgb, share: number): Rgb {
  const at = (index: 0 | 1 | 2) => Math.round(colour[index] * (1 - share) + other[index] * share);
  return [at(0), at(1), at(2)];
}

/**
 * The colour nearest to `colour` on its way to black or to white that has at least `ratio` against every ground; the end of the way if
 * none has. The way to white leads through the colour's brightest form first, so that a dark hue stays a hue.
 */
export function reachContrast(colour: Rgb, away: Rgb, grounds: readonly Rgb[], ratio: number): Rgb {
  const brightest = Math.max(...colour);
  const scale = brightest === 0 ? 1 : 255 / brightest;
  const vivid: Rgb = [colour[0] * scale, colour[1] * scale, colour[2] * scale];
  const via = away[0] === 255 ? mix(vivid, away, 0.35) : mix(colour, away, 0.5);
  const way = (percent: number) => (percent < 50 ? mix(colour, via, percent / 50) : mix(via, away, percent / 50 - 1));
  for (let percent = 0; percent < 100; percent += 1) {
    const candidate = way(percent);
    if (grounds.every((ground) => contrast(candidate, ground) >= ratio)) return candidate;
  }
  return away;
}
