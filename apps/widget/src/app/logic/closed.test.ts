import { describe, expect, it } from 'vitest';
import { readClosed } from './closed.ts';

describe('readClosed', () => {
  it("takes the company's words apart from the time", () => {
    expect(readClosed('We sleep.\nBack soon. (opens 2026-11-23T06:00:00.000Z)')).toEqual({
      words: 'We sleep.\nBack soon.',
      opens: '2026-11-23T06:00:00.000Z',
    });
  });

  it.each(['We sleep.', 'Closed (opens on Monday)', ''])('leaves %j as it is', (message) => {
    expect(readClosed(message)).toEqual({ words: message, opens: null });
  });
});
