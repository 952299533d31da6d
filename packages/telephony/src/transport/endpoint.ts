export type TransportName = 'udp' | 'tcp' | 'tls';

/** Where a message goes to or came from. */
export interface Endpoint {
  readonly transport: TransportName;
  /** An IP address. */
  readonly host: string;
  readonly port: number;
  /** A connection that stands; what goes here takes it while it does. */
  readonly connection: string | null;
  /** The name that a TLS certificate must have; null: the address. */
  readonly servername: string | null;
}

/** What went wrong below SIP, as far as a person can do something about it. */
export type TransportFault = 'dns' | 'refused' | 'tls' | 'timeout' | 'network';

export class TransportFailed extends Error {
  readonly fault: TransportFault;
  constructor(fault: TransportFault, message: string) {
    super(message);
    this.name = 'TransportFailed';
    this.fault = fault;
  }
}

export function faultOf(error: unknown): TransportFailed {
  if (error instanceof TransportFailed) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const fault: TransportFault = /^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL)/.test(code)
    ? 'dns'
    : code === 'ECONNREFUSED'
      ? 'refused'
      : code === 'ETIMEDOUT' || code === 'ETIMEOUT'
        ? 'timeout'
        : /CERT|SSL|TLS|SIGNATURE|EPROTO/.test(code)
          ? 'tls'
          : 'network';
  return new TransportFailed(fault, message);
}

/** IPv4 in IPv6 clothes is IPv4. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

/** Over UDP what is lost must be sent again by us. */
export const isReliable = (transport: TransportName) => transport !== 'udp';

export const defaultPort = (transport: TransportName) => (transport === 'tls' ? 5061 : 5060);
