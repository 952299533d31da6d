import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A piece of real network: the server behind it is another machine to its clients, and packets of either direction can be lost. */
export interface Network {
  /** What a program is started with to live there. */
  readonly prefix: readonly string[];
  /** Its address there. */
  readonly host: string;
  /** Where it finds what is on this side, over a second line that is never disturbed. */
  readonly backHost: string;
  /** Packets of these directions go to a machine that is not there, so nobody hears of their loss. */
  swallow(directions: { toServer: boolean; toClient: boolean }): void;
  heal(): void;
  /** Loses, without a word, everything on the second line; false: brings it back. */
  cutBack(on: boolean): void;
  close(): void;
}

const NOBODY = '02:00:00:00:de:ad';

function ip(...words: string[]): void {
  const { status, stderr, error } = spawnSync('ip', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${words.join(' ')}: ${error?.message ?? stderr}`);
}

/** Two rows of a run may have one each at a time. */
let opened = 0;

/** @returns null where this account may not make network namespaces */
export function openNetwork(): Network | null {
  // Names of interfaces have at most 15 letters.
  const id = `${(process.pid % 100_000).toString(36)}${opened % 10}`;
  const net = 70 + (opened % 50) * 2;
  opened += 1;
  const name = `faults-${id}`;
  const lines = [
    { near: `fc${id}`, far: `fd${id}`, nearAddress: `10.199.${net}.1`, farAddress: `10.199.${net}.2` },
    { near: `fe${id}`, far: `ff${id}`, nearAddress: `10.199.${net + 1}.1`, farAddress: `10.199.${net + 1}.2` },
  ] as const;
  const close = () => {
    process.removeListener('exit', close);
    spawnSync('ip', ['netns', 'del', name]);
    for (const { near } of lines) spawnSync('ip', ['link', 'del', near]);
  };
  // Of a run that is broken off too: the next one has the same addresses, and would not reach its own network.
  process.once('exit', close);
  try {
    ip('netns', 'add', name);
    ip('-n', name, 'link', 'set', 'lo', 'up');
    for (const { near, far, nearAddress, farAddress } of lines) {
      ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far);
      ip('link', 'set', far, 'netns', name);
      ip('addr', 'add', `${nearAddress}/24`, 'dev', near);
      ip('-n', name, 'addr', 'add', `${farAddress}/24`, 'dev', far);
      ip('link', 'set', near, 'up');
      ip('-n', name, 'link', 'set', far, 'up');
    }
  } catch {
    close();
    return null;
  }
  const [clients, back] = lines;
  const macOf = (...prefix: string[]) => {
    const [program = '', ...words] = prefix;
    return spawnSync(program, words, { encoding: 'utf8' }).stdout.trim();
  };
  const nearMac = readFileSync(`/sys/class/net/${clients.near}/address`, 'utf8').trim();
  const farMac = macOf('ip', 'netns', 'exec', name, 'cat', `/sys/class/net/${clients.far}/address`);
  const backNear = readFileSync(`/sys/class/net/${back.near}/address`, 'utf8').trim();
  const backFar = macOf('ip', 'netns', 'exec', name, 'cat', `/sys/class/net/${back.far}/address`);
  const point = (toServer: string, toClient: string) => {
    ip('neigh', 'replace', clients.farAddress, 'lladdr', toServer, 'dev', clients.near, 'nud', 'permanent');
    ip('-n', name, 'neigh', 'replace', clients.nearAddress, 'lladdr', toClient, 'dev', clients.far, 'nud', 'permanent');
  };
  return {
    prefix: ['ip', 'netns', 'exec', name],
    host: clients.farAddress,
    backHost: back.nearAddress,
    swallow: ({ toServer, toClient }) => point(toServer ? NOBODY : farMac, toClient ? NOBODY : nearMac),
    heal: () => point(farMac, nearMac),
    cutBack(on) {
      const [near, far] = on ? [NOBODY, NOBODY] : [backNear, backFar];
      ip('neigh', 'replace', back.farAddress, 'lladdr', far, 'dev', back.near, 'nud', 'permanent');
      ip('-n', name, 'neigh', 'replace', back.nearAddress, 'lladdr', near, 'dev', back.far, 'nud', 'permanent');
    },
    close,
  };
}
