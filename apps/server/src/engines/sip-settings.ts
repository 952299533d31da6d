import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { Registrar } from '@alongside/protocol';
import type { Listen } from '@alongside/telephony';
import { StartRefused } from '../command/start-refused.ts';

/** Where telephones and carriers reach this server. */
export interface SipSettings {
  readonly listen: readonly Listen[];
  /** Our address as they see it; null: where we listen. */
  readonly address: string | null;
  readonly tls: { readonly key?: string; readonly cert?: string };
}

export interface SipWords {
  readonly sip: string | undefined;
  readonly address: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

const entry = /^(udp|tcp|tls):(?:(\[[0-9a-f:.]+\]|[0-9.]+):)?(\d{1,5})$/i;

/** `udp:5060,tls:192.0.2.7:5061` and files of PEM; null: no telephones. @throws StartRefused */
export function readSipSettings({ sip, address, certificate, key }: SipWords): SipSettings | null {
  if (sip === undefined) return null;
  const listen = sip.split(',').map((part) => listenOf(part.trim()));
  if (new Set(listen.map(({ transport }) => transport)).size < listen.length)
    throw new StartRefused('--sip takes each of udp, tcp and tls once.');
  if (address !== undefined && isIP(address) === 0)
    throw new StartRefused(`"${address}" is no IP address; --sip-address takes the one that carriers see.`);
  const wantsTls = listen.some(({ transport }) => transport === 'tls');
  if (wantsTls && (certificate === undefined || key === undefined))
    throw new StartRefused('SIP over TLS needs a certificate: give --sip-certificate and --sip-key, files of PEM.');
  const tls = {
    ...(certificate !== undefined && { cert: fileOf(certificate) }),
    ...(key !== undefined && { key: fileOf(key) }),
  };
  return { listen, address: address ?? null, tls };
}

/** Where agents' telephones sign in, as far as this server knows its own address. A port that the system chose is not told. */
export function registrarOf({ listen, address }: Pick<SipSettings, 'listen' | 'address'>): Registrar {
  const named = listen.map(({ host }) => host).find((host) => !['0.0.0.0', '::'].includes(host));
  const doors = listen.filter(({ port }) => port !== 0).map(({ transport, port }) => ({ transport, port }));
  return { address: address ?? named ?? null, doors };
}

function listenOf(part: string): Listen {
  const found = entry.exec(part);
  const port = Number(found?.[3]);
  const transport = (['udp', 'tcp', 'tls'] as const).find((name) => name === found?.[1]?.toLowerCase());
  const host = (found?.[2] ?? '0.0.0.0').replace(/^\[|\]$/g, '');
  if (!found || !transport || port > 65_535 || isIP(host) === 0)
    throw new StartRefused(`"${part}" is nothing to listen on; give --sip as udp:5060,tls:192.0.2.7:5061`);
  return { transport, host, port };
}

function fileOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new StartRefused(`The file ${path} cannot be read.`);
  }
}
