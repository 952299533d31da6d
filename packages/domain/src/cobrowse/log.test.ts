import { expect, test } from 'vitest';
import { consentChanges } from './log.ts';
import type { CobrowseConsents } from './ports.ts';

const consents = (view: string, control = 'no', recording = 'no') =>
  ({ view, control, recording }) as unknown as CobrowseConsents;
const said = (before: CobrowseConsents, now: CobrowseConsents) =>
  consentChanges(before, now).map(({ what, answer }) => `${what} ${answer}`);

test('a question alone is no answer; a yes is given, a no after a question refused, a no after a yes revoked', () => {
  expect(said(consents('no'), consents('asked'))).toEqual([]);
  expect(said(consents('asked'), consents('yes'))).toEqual(['view given']);
  expect(said(consents('asked'), consents('no'))).toEqual(['view refused']);
  expect(said(consents('yes', 'yes'), consents('yes'))).toEqual(['control revoked']);
  expect(said(consents('yes', 'asked', 'asked'), consents('yes', 'yes', 'no'))).toEqual([
    'control given',
    'recording refused',
  ]);
});

test('a page that comes back with its consents says nothing twice', () => {
  expect(said(consents('yes', 'no', 'yes'), consents('yes', 'no', 'yes'))).toEqual([]);
});

test('with the sight of the page everything else goes, and is said once', () => {
  expect(said(consents('yes', 'yes', 'yes'), consents('no'))).toEqual(['view revoked']);
});
