import { parseUri } from '../message/uri.ts';
import type { TransportName } from '../transport/endpoint.ts';
import type { TrunkToInspect } from './inspect-trunk.ts';

/** `sip:account@host:port;transport=tls` as a person types it; the account may be left out. null: it is no such address. */
export function readTrunkAddress(text: string, password: string | null): TrunkToInspect | null {
  const uri = parseUri(/^sips?:/i.test(text) ? text : `sip:${text}`);
  if (uri === null || uri.scheme === 'tel' || uri.host === '') return null;
  const wanted = uri.parameters.get('transport')?.toLowerCase() ?? (uri.scheme === 'sips' ? 'tls' : 'udp');
  const transport = (['udp', 'tcp', 'tls'] as const).find((name): name is TransportName => name === wanted);
  if (transport === undefined) return null;
  const credentials = uri.user === '' ? null : { username: uri.user, password: password ?? '' };
  return { host: uri.host, port: uri.port, transport, credentials };
}
