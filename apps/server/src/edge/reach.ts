import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** How a request that Fastify does not see (an upgrade) reached us. What a proxy in front says counts only where one is trusted. */
export function reachThrough(trustProxy: unknown): (request: IncomingMessage) => { protocol: string; host: string } {
  const first = (value: string | string[] | undefined): string | undefined =>
    String(value ?? '')
      .split(',')[0]
      ?.trim() || undefined;
  return ({ headers, socket }) => {
    const direct = (socket as TLSSocket).encrypted ? 'https' : 'http';
    if (trustProxy === false) return { protocol: direct, host: headers.host ?? '' };
    return {
      protocol: first(headers['x-forwarded-proto']) ?? direct,
      host: first(headers['x-forwarded-host']) ?? headers.host ?? '',
    };
  };
}
