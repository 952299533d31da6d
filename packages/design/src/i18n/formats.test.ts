import { describe, expect, it } from 'vitest';
import { createFormats } from './formats.ts';

const en = createFormats('en-GB', 'UTC');
const noon = '2026-11-21T12:00:00.000Z';
const before = (seconds: number) => Date.parse(noon) - seconds * 1000;

describe('createFormats', () => {
  it("names days by the reader's own midnight", () => {
    expect(en.day('2026-11-21T00:01:00Z', noon)).toBe('today');
    expect(en.day('2026-11-20T23:59:00Z', noon)).toBe('yesterday');
    expect(en.day('2026-11-17T10:00:00Z', noon)).toBe('Tuesday');
    expect(en.day('2026-11-14T10:00:00Z', noon)).toBe('14 November 2026');
    expect(createFormats('nl', 'Asia/Ho_Chi_Minh').day('2026-11-20T20:00:00Z', noon)).toBe('vandaag');
  });

  it('speaks of the past in steps', () => {
    expect(en.relative(before(10), noon)).toBe('now');
    expect(en.relative(before(180), noon)).toBe('3 minutes ago');
    expect(en.relative(before(3 * 3600), noon)).toBe('3 hours ago');
    expect(en.relative(before(-86_400), noon)).toBe('tomorrow');
  });

  it('writes a wait as a range of whole minutes, rounded outwards', () => {
    expect(en.durationRange(61, 200)).toBe('1–4 minutes');
    expect(en.durationRange(0, 30)).toBe('1 minute');
    expect(en.durationRange(120, 120)).toBe('2 minutes');
    expect(en.durationRange(3700, 9000)).toBe('1–3 hours');
    expect(en.durationRange(1900, 6100)).toBe('30–105 minutes');
    // Which dash a language uses differs between versions of its data.
    expect(createFormats('tr').durationRange(61, 200)).toMatch(/^1[–-]4 dakika$/);
    expect(createFormats('vi').durationRange(61, 200)).toMatch(/^1[–-]4 phút$/);
    expect(createFormats('nl').durationRange(61, 200)).toMatch(/^1[–-]4 minuten$/);
  });

  it('writes durations, bytes, shares and lists the way of the language', () => {
    expect(en.duration(45)).toBe('45 seconds');
    expect(en.duration(3900)).toBe('1 hour 5 minutes');
    expect(en.bytes(20 * 1024 * 1024)).toBe('20 MB');
    expect(en.bytes(1_600_000)).toBe('1.5 MB');
    expect(createFormats('nl').bytes(1_600_000)).toBe('1,5 MB');
    expect(en.percent(0.456)).toBe('46%');
    expect(en.list(['Ada', 'Bea', 'Can'])).toBe('Ada, Bea and Can');
    expect(en.time(noon)).toBe('12:00');
  });
});
