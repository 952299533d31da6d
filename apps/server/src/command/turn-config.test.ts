import { deniedPeerRanges } from '@alongside/media';
import { expect, test } from 'vitest';
import { readCommand } from './arguments.ts';
import { runTurnConfig } from './turn-config.ts';

const environment = { ALONGSIDE_TURN_SECRET: 'a secret that nobody guesses, of forty-one' };
const typed = ['turn', 'config', '--turn-url', 'turn:relay.example.net:3479', '--listen', '203.0.113.5'];

function written(argv: readonly string[]): string[] {
  const command = readCommand(argv, environment);
  if (command.name !== 'turn config') throw new Error(`It was read as ${command.name}.`);
  const lines: string[] = [];
  expect(runTurnConfig(command.options, (line) => lines.push(...line.split('\n')))).toBe(0);
  return lines;
}

test('the relay may reach the media engine, and none of the ranges that are denied', () => {
  const lines = written([...typed, '--media-address', '203.0.113.6']);
  for (const [first, last] of deniedPeerRanges) expect(lines).toContain(`denied-peer-ip=${first}-${last}`);
  expect(lines.filter((line) => line.startsWith('allowed-peer-ip'))).toEqual(['allowed-peer-ip=203.0.113.6']);
  expect(lines).toEqual(
    expect.arrayContaining([
      `static-auth-secret=${environment.ALONGSIDE_TURN_SECRET}`,
      'listening-port=3479',
      'listening-ip=203.0.113.5',
      'realm=relay.example.net',
      'min-port=49152',
      'no-tls',
    ]),
  );
});

test('over TLS it needs a certificate, and stands at the port of the address', () => {
  const secure = ['turn', 'config', '--turn-url', 'turns:relay.example.net:443', '--listen', '203.0.113.5'];
  const engine = ['--media-address', '203.0.113.6'];
  expect(() => written([...secure, ...engine])).toThrow(/--certificate/);
  const lines = written([...secure, ...engine, '--certificate', '/etc/relay.pem', '--key', '/etc/relay.key']);
  expect(lines).toEqual(
    expect.arrayContaining(['tls-listening-port=443', 'cert=/etc/relay.pem', 'pkey=/etc/relay.key']),
  );
});

test.each([
  [typed, /--media-address/],
  [[...typed.slice(0, 4), '--media-address', '203.0.113.6'], /--listen/],
  [[...typed, '--media-address', 'engine.example.net'], /--media-address/],
  [[...typed, '--media-address', '203.0.113.6', '--relay-ports', '5'], /--relay-ports/],
  [[...typed, '--secret', 'x'], /turn config takes/],
  [['turn', 'config'], /--turn-url/],
])('refuses %s', (argv, sentence) => {
  expect(() => readCommand(argv, environment)).toThrow(sentence);
});
