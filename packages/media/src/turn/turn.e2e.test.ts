import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTurnClient, type TurnClient } from '../testing/turn-client.ts';
import { turnConfig } from './turn-config.ts';
import { turnCredentials } from './turn-credentials.ts';

const missing = spawnSync('turnserver', ['--version']).error !== undefined;
const secret = 'a secret that nobody guesses, of forty-one';
/** Forty ways to name what must not be reached. */
const forbidden = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.254', '127.0.0.1', '127.255.0.1'],
  ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.8', '192.0.2.1', '192.88.99.1', '192.168.0.1'],
  ...['198.18.0.1', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::127.0.0.1', '::10.0.0.1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:169.254.169.254'],
  ...['64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::'],
  ...['2002:a9fe:a9fe::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fec0::1', 'ff02::1'],
];

describe.skipIf(missing)('coturn with the generated configuration (apt-get install -y coturn)', () => {
  let relay: ChildProcess;
  let folder: string;
  let port: number;
  const clients: TurnClient[] = [];
  const client = async (username: string, credential: string) => {
    const opened = await openTurnClient(port, username, credential);
    clients.push(opened);
    return opened;
  };

  beforeAll(async () => {
    const probe = createSocket('udp4');
    await new Promise<void>((resolve) => probe.bind(0, '127.0.0.1', resolve));
    port = (probe.address() as AddressInfo).port;
    await new Promise<void>((resolve) => probe.close(() => resolve()));
    folder = await mkdtemp(join(tmpdir(), 'alongside-relay-'));
    const file = join(folder, 'turnserver.conf');
    const options = { realm: 'alongside', secret, port, addresses: ['127.0.0.1', '::1'], tls: null } as const;
    await writeFile(
      file,
      turnConfig({ ...options, relayPorts: [49_500, 49_900], engineAddresses: ['192.0.2.200'], perUser: 4 }),
    );
    relay = spawn('turnserver', ['-c', file, '--pidfile', join(folder, 'pid'), '--db', join(folder, 'db')], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'ignore'],
    });
  });
  afterAll(async () => {
    for (const one of clients) one.close();
    const gone = new Promise((resolve) => relay.once('exit', resolve));
    relay.kill();
    await gone;
    await rm(folder, { recursive: true, force: true });
  });

  test('none of forty forms of an inner address may be reached, the engine may', async () => {
    const { username, credential } = turnCredentials({ secret, participant: 'leg', now: new Date() });
    const four = await client(username, credential);
    const six = await client(username, credential);
    expect([await four.allocate(4), await six.allocate(6)]).toEqual([0, 0]);
    const answers: [string, number][] = [];
    for (const address of forbidden)
      answers.push([address, await (address.includes(':') ? six : four).permit(address)]);
    expect(answers.length).toBeGreaterThanOrEqual(40);
    expect(answers.filter(([, error]) => error !== 403)).toEqual([]);
    expect(await four.permit('8.8.8.8')).toBe(403);
    expect(await four.permit('192.0.2.200')).toBe(0);
  });

  test('credentials that are expired, prolonged or of another secret open nothing', async () => {
    const now = new Date();
    const past = new Date(now.getTime() - 3_600_000);
    const expired = turnCredentials({ secret, participant: 'leg', now: past });
    const good = turnCredentials({ secret, participant: 'leg', now });
    const foreign = turnCredentials({ secret: `${secret}!`, participant: 'leg', now });
    const prolonged = good.username.replace(/^\d+/, (expiry) => String(Number(expiry) + 86_400));
    for (const [username, credential] of [
      [expired.username, expired.credential],
      [prolonged, good.credential],
      [foreign.username, foreign.credential],
    ] as const)
      expect(await (await client(username, credential)).allocate(4)).toBe(401);
  });

  test('one participant has no more than their share', async () => {
    const { username, credential } = turnCredentials({ secret, participant: 'greedy', now: new Date() });
    const answers: number[] = [];
    for (let count = 0; count < 8; count += 1) answers.push(await (await client(username, credential)).allocate(4));
    expect(answers).toEqual([0, 0, 0, 0, 486, 486, 486, 486]);
  });
});
