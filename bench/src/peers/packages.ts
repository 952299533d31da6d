import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What a peer needs from Debian, and how to see that it is there. */
export interface PeerPackage {
  readonly packages: readonly string[];
  readonly program: string;
  readonly service: string;
  readonly account: string;
}

export type PeerPresence =
  | { readonly there: true; readonly uid: number; readonly gid: number; readonly version: string }
  | { readonly there: false; readonly reason: string };

/** Finds a peer, or installs it where that may be done. Its service is not left running: the benchmark starts its own. */
export function ensurePeer(peer: PeerPackage): PeerPresence {
  const command = `apt-get install -y --no-install-recommends ${peer.packages.join(' ')}`;
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (process.getuid?.() !== 0)
    return { there: false, reason: 'it is run under its own account, which only root can do; run as root' };
  if (!installed(peer)) {
    if (!mayInstall) return { there: false, reason: `it is not installed; type: ${command}` };
    if (!install(command)) return { there: false, reason: `it could not be installed; try: ${command}` };
    if (existsSync('/run/systemd/system')) run('systemctl', ['disable', '--now', peer.service]);
  }
  const uid = idOf('-u', peer.account);
  const gid = idOf('-g', peer.account);
  if (uid === undefined || gid === undefined) return { there: false, reason: `the account ${peer.account} is missing` };
  return { there: true, uid, gid, version: versionOf(peer.packages[0] ?? '') };
}

function installed({ packages, program }: PeerPackage): boolean {
  return existsSync(program) && packages.every((name) => versionOf(name) !== '');
}

function install(command: string): boolean {
  process.stderr.write(`Installing: ${command}\n`);
  const [program = '', ...words] = command.split(' ');
  if (run(program, words)) return true;
  return run('apt-get', ['update']) && run(program, words);
}

function run(program: string, words: readonly string[]): boolean {
  // RUNLEVEL keeps the packages from starting their services where there is no systemd.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  return spawnSync(program, [...words], { env, stdio: 'ignore' }).status === 0;
}

function idOf(which: string, account: string): number | undefined {
  const result = spawnSync('id', [which, account], { encoding: 'utf8' });
  return result.status === 0 ? Number(result.stdout) : undefined;
}

/** Empty when it is not installed. */
function versionOf(name: string): string {
  const words = ['-W', '-f', '$' + '{db:Status-Status} $' + '{Version}', name];
  const { stdout } = spawnSync('dpkg-query', words, { encoding: 'utf8' });
  return stdout?.startsWith('installed ') ? stdout.slice(10).trim() : '';
}
