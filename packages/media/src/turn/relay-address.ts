/** Where a relay is reached, as browsers are told it. */
export interface RelayAddress {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp' | 'tls';
}

const form = /^(turns?):(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

/** `turn:relay.example.net:3478`, `turns:relay.example.net:5349?transport=tcp` (RFC 7065); null: it is no such address. */
export function readRelayAddress(url: string): RelayAddress | null {
  const [, scheme = '', name = '', typed, transport] = form.exec(url) ?? [];
  const secure = scheme.toLowerCase() === 'turns';
  const port = Number(typed ?? (secure ? 5_349 : 3_478));
  if (name === '' || port < 1 || port > 65_535 || (secure && transport === 'udp')) return null;
  const host = name.replace(/^\[|\]$/g, '');
  return { url, host, port, transport: secure ? 'tls' : (transport ?? 'udp') === 'tcp' ? 'tcp' : 'udp' };
}
