import { randomBytes, randomUUID } from 'node:crypto';
import type { Device, LocalRtp, Logger, Random, Trunk } from '@alongside/domain';

/** Ten times as fast as the real ones. */
export const quick = { t1: 50, t2: 400, t4: 500 };

export const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export const random: Random = { bytes: (count) => randomBytes(count), uuid: () => randomUUID() };

/** Why nobody can come from another address of loopback here; null: they can. Elsewhere than on Linux each needs an alias first. */
export const oneLoopback = process.platform === 'linux' ? null : 'this system has only 127.0.0.1 on loopback';

export const local: LocalRtp = { host: '127.0.0.1', port: 40_000, srtpKey: 'A'.repeat(40) };

export function trunkAt(port: number, more: Partial<Trunk> = {}): Trunk {
  return {
    id: 'trunk-1',
    tenantId: 'tenant-1',
    name: 'Carrier',
    mode: 'address',
    host: '127.0.0.1',
    port,
    transport: 'udp',
    username: null,
    password: null,
    peers: ['127.0.0.1'],
    srtp: 'never',
    callerNumber: '+84241234567',
    codecs: ['PCMU', 'PCMA'],
    ...more,
  };
}

export const device: Device = {
  agentId: 'agent-1',
  tenantId: 'tenant-1',
  username: 'desk1',
  password: 'a long secret of desk 1',
};

export const sdp = (
  options: { host?: string; port?: number; profile?: string; types?: string; attributes?: string[] } = {},
) =>
  [
    'v=0',
    `o=- 1 1 IN IP4 ${options.host ?? '127.0.0.1'}`,
    's=-',
    `c=IN IP4 ${options.host ?? '127.0.0.1'}`,
    't=0 0',
    `m=audio ${options.port ?? 30_000} ${options.profile ?? 'RTP/AVP'} ${options.types ?? '0 8 101'}`,
    'a=rtpmap:101 telephone-event/8000',
    ...(options.attributes ?? ['a=sendrecv']),
    '',
  ].join('\r\n');
