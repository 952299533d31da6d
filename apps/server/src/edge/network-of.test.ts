import { expect, test } from 'vitest';
import { networkOf } from './network-of.ts';

test.each([
  ['2001:db8:0:1:aaaa:bbbb:cccc:dddd', '2001:db8:0:1'],
  ['2001:db8:0:1::5', '2001:db8:0:1'],
  ['2001:0DB8:0000:0001::', '2001:db8:0:1'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0'],
])('of %s the network %s is counted', (address, network) => expect(networkOf(address)).toBe(network));

test.each([['::ffff:192.0.2.1'], ['::ffff:c000:201'], ['0:0:0:0:0:FFFF:192.0.2.1'], ['192.0.2.1']])(
  '%s is counted as the IPv4 address that it is',
  (address) => expect(networkOf(address)).toBe('192.0.2.1'),
);

test.each([['cobrowse 7'], ['0b9e3f46-6c1c-4a57-9d2e-2f6a4d2b8f0e'], ['']])('"%s" is no address and stays', (key) =>
  expect(networkOf(key)).toBe(key),
);
