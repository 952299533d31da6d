import { expect, test } from 'vitest';
import { readMediaSettings } from './media-settings.ts';

test('an address and a range of ports, or the defaults', () => {
  expect(readMediaSettings({ address: undefined, ports: undefined })).toEqual({
    address: null,
    ports: [40_000, 40_999],
  });
  expect(readMediaSettings({ address: '192.0.2.7', ports: '50000-50999' })).toEqual({
    address: '192.0.2.7',
    ports: [50_000, 50_999],
  });
});

test.each([
  ['help.example.com', undefined],
  [undefined, '80-90'],
  [undefined, '50000'],
  [undefined, '50999-50000'],
  [undefined, '50000-70000'],
])('refuses the address %s with the ports %s', (address, ports) => {
  expect(() => readMediaSettings({ address, ports })).toThrow(/--media-/);
});
