import { expect, test } from 'vitest';
import { octetsOf } from './relay-client.ts';
import { deniedPeerRanges } from './denied-ranges.ts';
import { turnConfig } from './turn-config.ts';
import { turnCredentials } from './turn-credentials.ts';

const options = {
  realm: 'alongside',
  secret: 'a secret that nobody guesses, of forty-one',
  port: 3_478,
  addresses: ['203.0.113.5'],
  relayPorts: [49_152, 49_999],
  engineAddresses: ['203.0.113.6'],
  tls: null,
} as const;
const octets = (address: string) =>
  address.includes(':') ? octetsOf(address) : Buffer.from(address.split('.').map(Number));
const isDenied = (address: string) =>
  deniedPeerRanges.some(([first, last]) => {
    const [at, from, to] = [octets(address), octets(first), octets(last)];
    return at.length === from.length && Buffer.compare(at, from) >= 0 && Buffer.compare(at, to) <= 0;
  });

test('every range of the deny list stands in the configuration, and all but the engine besides', () => {
  const lines = turnConfig(options).trimEnd().split('\n');
  for (const [first, last] of deniedPeerRanges) expect(lines).toContain(`denied-peer-ip=${first}-${last}`);
  expect(lines.filter((line) => line.startsWith('allowed-peer-ip'))).toEqual(['allowed-peer-ip=203.0.113.6']);
  expect(lines).toContain('denied-peer-ip=0.0.0.0-255.255.255.255');
  for (const line of ['use-auth-secret', 'no-cli', 'no-tcp-relay', 'no-multicast-peers', 'max-allocate-lifetime=600'])
    expect(lines).toContain(line);
});

test('the deny list holds what is named in the security rules, and nothing of the open internet', () => {
  const inner = [
    '::',
    '::ffff:ffff:ffff',
    '64:ff9b::',
    '64:ff9b::ffff:ffff',
    '2002::',
    '2002:ffff::',
    'fc00::',
    'fdff::1',
    'fe80::',
    'feff:ffff::',
    '2001:db8::1',
    '10.0.0.0',
    '172.31.255.255',
    '192.168.255.255',
    '169.254.169.254',
    '100.64.0.0',
    '127.0.0.1',
    '224.0.0.1',
    '255.255.255.255',
  ];
  const open = [
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00::1',
    '2003::1',
  ];
  expect(inner.filter((address) => !isDenied(address))).toEqual([]);
  expect(open.filter(isDenied)).toEqual([]);
});

test('a secret that can be guessed, or a value that writes a line of its own, is refused', () => {
  expect(() => turnConfig({ ...options, secret: 'short' })).toThrow('32 characters');
  expect(() => turnConfig({ ...options, realm: 'a\nallowed-peer-ip=10.0.0.1' })).toThrow('line break');
});

test('credentials are those of the REST scheme and live ten minutes at most', () => {
  const now = new Date('2026-01-02T03:04:05Z');
  const made = turnCredentials({ secret: 'north', participant: 'a: b', now, lifetimeSeconds: 60 });
  expect(made).toEqual({ username: '1767323105:a__b', credential: expect.any(String), lifetimeSeconds: 60 });
  expect(Buffer.from(made.credential, 'base64')).toHaveLength(20);
  expect(() => turnCredentials({ secret: 'north', participant: 'a', now, lifetimeSeconds: 601 })).toThrow(
    '600 seconds',
  );
});
