import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { iceServersOf, readTurnSettings } from './open-turn.ts';

const secret = 'a secret that nobody guesses, of forty-one';
const read = (urls: string | undefined) => readTurnSettings({ urls, secret });

test('relays are addresses with commas; without one nobody needs a secret', () => {
  expect(readTurnSettings({ urls: undefined, secret: undefined })).toBeNull();
  const found = read(
    'turn:192.0.2.4, turns:relay.example.net:443?transport=tcp, turn:[2001:db8::4]:3479?transport=tcp',
  );
  expect(found?.relays.map(({ host, port, transport }) => [host, port, transport])).toEqual([
    ['192.0.2.4', 3_478, 'udp'],
    ['relay.example.net', 443, 'tls'],
    ['2001:db8::4', 3_479, 'tcp'],
  ]);
});

test.each([
  'relay.example.net',
  'stun:relay.example.net',
  'turn:',
  'turn:relay:0',
  'turn:a b',
  'turns:a?transport=udp',
  'turn:a,',
])('refuses %s', (urls) => {
  expect(() => read(urls)).toThrow(/--turn-url/);
});

test.each([undefined, 'short'])('refuses the secret %s', (weak) => {
  expect(() => readTurnSettings({ urls: 'turn:192.0.2.4', secret: weak })).toThrow(/ALONGSIDE_TURN_SECRET/);
});

test('who joins gets credentials of their own that live ten minutes, by the REST scheme', () => {
  let now = new Date('2026-01-02T03:04:05Z');
  const servers = iceServersOf(read('turn:192.0.2.4:3478')!, { now: () => now });
  const [one] = servers('tenant', 'party-1');
  const expiry = now.getTime() / 1_000 + 600;
  expect(one).toEqual({
    urls: ['turn:192.0.2.4:3478'],
    username: `${expiry}:party-1`,
    credential: createHmac('sha1', secret).update(`${expiry}:party-1`).digest('base64'),
  });
  now = new Date('2026-01-02T03:05:05Z');
  expect(servers('tenant', 'party-1')[0]?.username).toBe(`${expiry + 60}:party-1`);
});
