import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRequestDate } from './request-date.ts';

const AT = Date.parse('2021-03-09T13:28:32Z');

test.each([
  'Tue, 09 Mar 2021 13:28:32 GMT',
  'Tue, 09 Mar 2021 13:28:32 UTC',
  'Tue, 09 Mar 2021 13:28:32 Z',
  'Tue, 09 Mar 2021 13:28:32',
  'Tue, 09 Mar 2021 13:28:32 +0000',
  'Tue, 09 Mar 2021 13:28:32 -0000',
  'Tue, 09 Mar 2021 16:28:32 +0300',
  'Tue, 09 Mar 2021 16:28:32 +03:00',
  'Tue, 09 Mar 2021 16:28:32 GMT+03:00',
  'Tue, 09 Mar 2021 16:28:32 TRT',
  'Tue, 09 Mar 2021 08:28:32 EST',
  'Tue, 09 Mar 2021 18:58:32 +0530',
  'Wed, 10 Mar 2021 00:28:32 +1100',
])('"%s" is that moment', (text) => {
  expect(parseRequestDate(text)).toBe(AT);
});

test.each([
  '',
  'now',
  '1615296512000',
  '2021-03-09T13:28:32Z',
  'Tue, 9 Mar 2021 13:28:32 GMT',
  'Tue, 09 Mar 21 13:28:32 GMT',
  'Tue, 09 Mar 2021 13:28 GMT',
  'Tue 09 Mar 2021 13:28:32 GMT',
  'TUE, 09 MAR 2021 13:28:32 GMT',
  'Salı, 09 Mar 2021 13:28:32 GMT',
  'Mon, 09 Mar 2021 13:28:32 GMT',
  'Tue, 09 Mai 2021 13:28:32 GMT',
  'Wed, 31 Feb 2021 13:28:32 GMT',
  'Tue, 09 Mar 2021 24:28:32 GMT',
  'Tue, 09 Mar 2021 13:60:32 GMT',
  'Tue, 09 Mar 2021 13:28:60 GMT',
  'Tue, 09 Mar 2021 13:28:32 IST',
  'Tue, 09 Mar 2021 13:28:32 constructor',
  'Tue, 09 Mar 2021 13:28:32 +2400',
  'Tue, 09 Mar 2021 13:28:32 +03',
  'Tue, 09 Mar 2021 13:28:32 GMT ',
  ' Tue, 09 Mar 2021 13:28:32 GMT',
  'Tue, 09 Mar 2021 13:28:32 GMT\n',
])('"%s" is no date of the pattern', (text) => {
  expect(parseRequestDate(text)).toBeNull();
});

test('whatever a server writes as an HTTP date is understood as the same second', () => {
  const seconds = fc.integer({ min: Date.parse('1970-01-01') / 1000, max: Date.parse('9999-12-31') / 1000 });
  fc.assert(fc.property(seconds, (s) => parseRequestDate(new Date(s * 1000).toUTCString()) === s * 1000));
});
