import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectRelay } from './inspect-relay.ts';
import { readRelayAddress } from './relay-address.ts';
import { openRelayClient, type RelayClient } from './relay-client.ts';
import { launchWithDevices, startMediaLab } from '../testing/media-lab.ts';
import { turnConfig } from './turn-config.ts';
import { turnCredentials } from './turn-credentials.ts';

const missing = spawnSync('turnserver', ['--version']).error !== undefined;
const secret = 'a secret that nobody guesses, of forty-one';
/** Of this machine on its network: coturn relays to no loopback address whatever its lists say. */
const own = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
/** Where the relay is. */
const here = own ?? '127.0.0.1';
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
  const clients: RelayClient[] = [];
  const at = (transport: 'udp' | 'tcp') => readRelayAddress(`turn:${here}:${port}?transport=${transport}`)!;
  const client = async (username: string, credential: string) => {
    const opened = await openRelayClient(at('udp'), { username, credential });
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
    const options = {
      realm: 'alongside',
      secret,
      port,
      addresses: [here, '::1'],
      tls: null,
    } as const;
    const engineAddresses = ['192.0.2.200', ...(own === undefined ? [] : [own])];
    await writeFile(file, turnConfig({ ...options, relayPorts: [49_500, 49_900], engineAddresses, perUser: 12 }));
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

  test('the same forms are refused over TCP', async () => {
    const { username, credential } = turnCredentials({ secret, participant: 'tcp', now: new Date() });
    for (const family of [4, 6] as const) {
      const opened = await openRelayClient(at('tcp'), { username, credential });
      clients.push(opened);
      expect(await opened.allocate(family)).toBe(0);
      for (const address of forbidden.filter((one) => one.includes(':') === (family === 6)))
        expect([address, await opened.permit(address)]).toEqual([address, 403]);
    }
  });

  test('looking at the relay names what is wrong: nobody there, another secret, an engine it does not reach', async () => {
    const look = (over: Partial<Parameters<typeof inspectRelay>[0]>) =>
      inspectRelay({ relay: at('udp'), secret, engineAddress: '192.0.2.200', now: new Date(), ...over });
    expect(await look({})).toMatchObject({ level: 'ok', text: expect.stringContaining('192.0.2.200') });
    expect(await look({ relay: at('tcp'), engineAddress: null })).toMatchObject({ level: 'ok' });
    expect(await look({ secret: `${secret}!` })).toMatchObject({
      level: 'bad',
      text: expect.stringContaining('ALONGSIDE_TURN_SECRET'),
    });
    expect(await look({ engineAddress: '192.0.2.201' })).toMatchObject({
      level: 'bad',
      text: expect.stringContaining('allowed-peer-ip'),
    });
    const nobody = readRelayAddress('turn:127.0.0.1:9?transport=tcp')!;
    expect(await look({ relay: nobody })).toMatchObject({ level: 'bad', text: expect.stringContaining('nobody') });
  });

  test.skipIf(own === undefined)('two browsers that may use nothing but the relay hear each other', async () => {
    const browser = await launchWithDevices();
    const lab = await startMediaLab(browser, { extraHostAddresses: [], tcp: false });
    try {
      await lab.engine.createSession({ sessionId: 'relay', audio: 'opus' });
      const both = ['audio'] as const;
      const [customer, agent] = [
        await lab.join('relay', 'customer', 'customer'),
        await lab.join('relay', 'agent', 'agent'),
      ];
      for (const { page, legId } of [customer, agent]) {
        const { username, credential } = turnCredentials({ secret, participant: `${legId} here`, now: new Date() });
        const server = { urls: [at('udp').url], username, credential };
        await page.evaluate(`(() => {
          const Peer = RTCPeerConnection;
          globalThis.RTCPeerConnection = class extends Peer {
            constructor() { super({ iceServers: [${JSON.stringify(server)}], iceTransportPolicy: 'relay' }); }
          };
        })()`);
      }
      await lab.engine.setRoutes('relay', [
        { from: 'customer', to: 'agent', kinds: both },
        { from: 'agent', to: 'customer', kinds: both },
      ]);
      await customer.publish({ hertz: 440 });
      await agent.publish({ hertz: 1_000 });
      await Promise.all([customer.hears({ agent: 1_000 }), agent.hears({ customer: 440 })]);
      const kinds = await customer.page.evaluate(`(async () => {
        const stats = [...(await lab.sending.getStats()).values()];
        const { selectedCandidatePairId } = stats.find(({ type }) => type === 'transport');
        const { localCandidateId } = stats.find(({ id }) => id === selectedCandidatePairId);
        return stats.find(({ id }) => id === localCandidateId).candidateType;
      })()`);
      expect(kinds).toBe('relay');
    } finally {
      await browser.close();
      await lab.close();
    }
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
    for (let count = 0; count < 16; count += 1) answers.push(await (await client(username, credential)).allocate(4));
    expect(answers).toEqual([...Array(12).fill(0), ...Array(4).fill(486)]);
  });
});
