/**
 * The mark as path data, for drawing it inline: two people side by side, each body a speech bubble whose tail points outwards.
 * Works from 16 px. Colour: `left` in --as-accent-text or the tenant's colour, `right` in `MARK_COLOURS.right`; mono: both in currentColor.
 */
export const MARK = {
  viewBox: '0 0 32 32',
  left: 'M9.5 2.5a4.25 4.25 0 1 1 0 8.5 4.25 4.25 0 0 1 0-8.5zM9 13h1a5.5 5.5 0 0 1 5.5 5.5v5.5a5.5 5.5 0 0 1-5.5 5.5H3.5v-11A5.5 5.5 0 0 1 9 13z',
  right:
    'M22.5 2.5a4.25 4.25 0 1 1 0 8.5 4.25 4.25 0 0 1 0-8.5zM22 13h1a5.5 5.5 0 0 1 5.5 5.5v11H22a5.5 5.5 0 0 1-5.5-5.5v-5.5A5.5 5.5 0 0 1 22 13z',
} as const;

/** The mark's own two colours on light and on dark ground. */
export const MARK_COLOURS = {
  light: { left: '#0b6e69', right: '#e0863c' },
  dark: { left: '#4dbab2', right: '#f0a868' },
} as const;

/** The product's name as it is written everywhere. */
export const PRODUCT_NAME = 'Alongside';
