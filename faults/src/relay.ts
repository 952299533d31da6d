import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { turnConfig } from '@alongside/media';
import { freePort } from '@alongside/telephony/testing';

export interface Relay {
  /** What the server is started with. */
  readonly env: Readonly<Record<string, string>>;
  /** SIGKILL. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** coturn relays to no loopback address whatever its lists say. */
const ownAddress = () =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

/** A coturn with the configuration that the server writes for one. @returns null where there is no coturn, or no address that it relays to */
export async function openRelay(): Promise<Relay | null> {
  const own = ownAddress();
  if (own === undefined || spawnSync('turnserver', ['--version']).error !== undefined) return null;
  const port = await freePort();
  const secret = 'a secret of this run, of more than 32 characters';
  const folder = await mkdtemp(join(tmpdir(), 'alongside-faults-relay-'));
  const file = join(folder, 'turnserver.conf');
  const config = turnConfig({
    realm: 'alongside',
    secret,
    port,
    addresses: [own],
    tls: null,
    relayPorts: [49_000, 49_400],
    engineAddresses: [own],
    perUser: 50,
  });
  await writeFile(file, config);
  await chmod(file, 0o600);
  const child = spawn('turnserver', ['-c', file, '--pidfile', join(folder, 'pid'), '--db', join(folder, 'db')], {
    cwd: folder,
    stdio: 'ignore',
  });
  const endWithRun = () => child.kill('SIGKILL');
  process.once('exit', endWithRun);
  const gone = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return {
    env: { ALONGSIDE_TURN_URL: `turn:${own}:${port}?transport=udp`, ALONGSIDE_TURN_SECRET: secret },
    kill,
    async close() {
      await kill();
      process.off('exit', endWithRun);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
