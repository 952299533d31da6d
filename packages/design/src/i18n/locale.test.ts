import { describe, expect, it } from 'vitest';
import { catalogueLocale, directionOf, negotiateLocale } from './locale.ts';

describe('negotiateLocale', () => {
  it.each([
    [['tr'], 'tr'],
    [['nl-BE', 'en'], 'nl-BE'],
    [['de-DE', 'vi-VN', 'en'], 'vi-VN'],
    [[null, undefined, '', 'EN-gb'], 'en-GB'],
    [['tr_TR'], 'tr-TR'],
    [['en-XB'], 'en-XB'],
    [['ja', 'ar'], 'en'],
    [['en--', 'nl'], 'nl'],
    [[], 'en'],
  ])('%j → %s', (wanted, expected) => {
    expect(negotiateLocale(wanted)).toBe(expected);
  });

  it('serves a regional tag from the catalogue of its language', () => {
    expect(catalogueLocale('nl-BE')).toBe('nl');
    expect(catalogueLocale('en-XB')).toBe('en');
    expect(catalogueLocale('sv')).toBe('en');
  });
});

describe('directionOf', () => {
  it.each(['ar', 'ar-EG', 'he-IL', 'fa', 'ur-PK', 'en-XB'])('%s runs right to left', (tag) => {
    expect(directionOf(tag)).toBe('rtl');
  });
  it.each(['en', 'tr', 'vi-VN', 'nl', 'en-XA'])('%s runs left to right', (tag) => {
    expect(directionOf(tag)).toBe('ltr');
  });
});
