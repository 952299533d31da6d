import type { ErrorBody } from '@alongside/protocol';
import { AlongsideError, fromWire, networkLost } from './errors.ts';
import { platform } from './ports/platform.ts';
import type { FetchLike, ResponseLike } from './ports/ports.ts';
import type { Timers } from './timers.ts';

/** Longer than any honest answer; shorter than a person's patience. Uploads and downloads are not bound by it. */
const TIMEOUT_MS = 15_000;

export interface HttpRequest {
  readonly query?: object | undefined;
  readonly body?: unknown;
  /** No time-out: the body or the answer is a file. */
  readonly long?: boolean;
}

/** Requests to the native API. Rejects only with AlongsideError. */
export interface Http {
  json<T>(method: string, path: string, request?: HttpRequest): Promise<T>;
  raw(method: string, path: string, request?: HttpRequest): Promise<ResponseLike>;
  address(path: string, query?: object): string;
  headers(): Record<string, string>;
  readonly cookies: boolean;
  readonly fetch: FetchLike;
}

export interface HttpOptions {
  readonly url: string;
  /** The bearer token now; null sends none. */
  readonly bearer: () => string | null;
  readonly cookies: boolean;
  readonly fetch: FetchLike;
  readonly timers: Timers;
}

/** The error inside a refusal. Without one it was not our server that spoke: 5xx is a gateway in between, to be retried. */
export function refusal(status: number, text: string): AlongsideError {
  try {
    const { error } = JSON.parse(text) as ErrorBody;
    if (error.code) return fromWire(error);
  } catch {}
  return status >= 500
    ? networkLost(`The server is out of reach (status ${status}).`)
    : new AlongsideError('unexpected_answer', 'contact_administrator', `Unexpected status ${status}.`);
}

export function createHttp({ url, bearer, cookies, fetch, timers }: HttpOptions): Http {
  const base = url.replace(/\/+$/, '');

  const address = (path: string, query: object = {}) => {
    const pairs = Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
    return base + path + (pairs.length ? `?${pairs.join('&')}` : '');
  };

  const headers = (): Record<string, string> => {
    const token = bearer();
    return token === null ? {} : { authorization: `Bearer ${token}` };
  };

  async function raw(method: string, path: string, { query, body, long }: HttpRequest = {}): Promise<ResponseLike> {
    const json = body !== undefined;
    const controller = platform.AbortController && new platform.AbortController();
    let settled = () => {};
    const late = new Promise<never>((_, reject) => {
      if (long) return;
      settled = timers.after(TIMEOUT_MS, () => {
        reject(networkLost('No answer in time.'));
        controller?.abort();
      });
    });
    const answer = async () => {
      const response = await fetch(address(path, query), {
        method,
        headers: json ? { ...headers(), 'content-type': 'application/json' } : headers(),
        credentials: cookies ? 'include' : 'omit',
        ...(json && { body: JSON.stringify(body) }),
        ...(controller && { signal: controller.signal }),
      });
      if (!response.ok) throw refusal(response.status, await response.text());
      return response;
    };
    try {
      return await Promise.race([answer(), late]);
    } catch (error) {
      throw error instanceof AlongsideError ? error : networkLost(`The server is out of reach: ${String(error)}`);
    } finally {
      settled();
    }
  }

  return {
    raw,
    address,
    headers,
    cookies,
    fetch,
    async json<T>(method: string, path: string, request?: HttpRequest) {
      const response = await raw(method, path, request);
      if (response.status === 204) return undefined as T;
      const text = await response.text().catch((error) => {
        throw networkLost(`The answer was cut off: ${String(error)}`);
      });
      try {
        return JSON.parse(text) as T;
      } catch {
        throw new AlongsideError('unexpected_answer', 'contact_administrator', 'The answer is not JSON.');
      }
    },
  };
}
