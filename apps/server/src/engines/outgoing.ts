import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Outgoing, OutgoingAnswer, OutgoingError, OutgoingRequest } from '@alongside/domain';
import { type AllowList, findTarget, type Resolve, type Target } from './outgoing-target.ts';

const LONGEST = 10_000;
const MOST_BYTES = 65_536;
const AGENT = 'Alongside';

/** The part of `https.request` that is used. */
type Request = typeof httpsRequest;

export interface OutgoingOptions {
  readonly allowed: AllowList;
  /** Tests answer for the name server and the network. */
  readonly resolve?: Resolve;
  readonly request?: Request;
}

class Failed extends Error {
  readonly error: OutgoingError;

  constructor(error: OutgoingError) {
    super(error);
    this.error = error;
  }
}

/** Requests to addresses that people configure; see the port for what may be reached. */
export function createOutgoing(options: OutgoingOptions): Outgoing {
  const { allowed, resolve = (host) => lookup(host, { all: true, verbatim: true }) } = options;

  const answerTo = async (asked: OutgoingRequest, signal: AbortSignal): Promise<Answered> => {
    const target = await Promise.race([findTarget(asked.url, allowed, resolve), whenAborted(signal)]);
    if (typeof target === 'string') throw new Failed(target);
    const plain = target.url.protocol === 'http:';
    return exchange(target, asked, options.request ?? (plain ? (httpRequest as Request) : httpsRequest), signal);
  };

  return {
    async send(asked): Promise<OutgoingAnswer> {
      const begun = performance.now();
      const took = () => Math.round(performance.now() - begun);
      const patience = new AbortController();
      const timer = setTimeout(() => patience.abort(), Math.min(asked.milliseconds ?? LONGEST, LONGEST));
      try {
        const answer = await answerTo(asked, patience.signal);
        return { ok: true, ...answer, milliseconds: took() };
      } catch (error) {
        return { ok: false, error: patience.signal.aborted ? 'timeout' : errorOf(error), milliseconds: took() };
      } finally {
        clearTimeout(timer);
      }
    },
    async refusal(url) {
      const target = await findTarget(url, allowed, resolve);
      return typeof target === 'string' ? target : null;
    },
  };
}

type Answered = Pick<Extract<OutgoingAnswer, { ok: true }>, 'status' | 'headers' | 'body' | 'cut'>;

function exchange(
  { url, address }: Target,
  asked: OutgoingRequest,
  request: Request,
  signal: AbortSignal,
): Promise<Answered> {
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  const body = asked.body === undefined ? undefined : Buffer.from(asked.body as Uint8Array);
  const settings: RequestOptions & { servername?: string } = {
    method: asked.method,
    // The address itself: nothing looks the name up a second time.
    host: address,
    port: url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port),
    path: `${url.pathname}${url.search}`,
    headers: {
      'user-agent': AGENT,
      ...asked.headers,
      host: url.host,
      ...(body ? { 'content-length': body.length } : {}),
    },
    agent: false,
    signal,
    ...(isIP(bare) === 0 ? { servername: bare } : {}),
  };
  return new Promise((settle, fail) => {
    const sent = request(settings, (response) => void read(response, asked.mostBytes ?? MOST_BYTES).then(settle, fail));
    sent.on('error', fail);
    sent.end(body);
  });
}

async function read(response: IncomingMessage, mostBytes: number): Promise<Answered> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop destroys the connection.
    if (length > mostBytes) break;
  }
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
    body: Buffer.concat(chunks).subarray(0, mostBytes),
    cut: length > mostBytes,
  };
}

function errorOf(error: unknown): OutgoingError {
  if (error instanceof Failed) return error.error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code) || code === 'EPROTO' ? 'tls' : 'not_reached';
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Failed('timeout')), { once: true }));
}
