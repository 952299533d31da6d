import { randomUUID } from 'node:crypto';
import { BackendKitError } from './errors.ts';
import { type Answer, readHash } from './read-answer.ts';
import { type AccessKey, signRequest } from './sign-request.ts';

const HASH_PATH = '/v1/application/gettransactionhashforonlinehelp';
const JSON_TYPE = 'application/json';
const RETRY_AFTER_MS = 250;
const ASCII_LINE = /^[\x20-\x7e]+$/;
const ANY_LINE = /^[^\r\n\0]+$/;

/** The part of `fetch` that the kit uses. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body: string; signal: AbortSignal; redirect: 'error' },
) => Promise<{ status: number; headers: { get(name: string): string | null }; text(): Promise<string> }>;

/** Time, for tests. Milliseconds. */
export interface Clock {
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

export interface BackendKitOptions extends AccessKey {
  /** Address of the Alongside server, with its path prefix if a proxy gives it one. */
  readonly url: string;
  /** Who the audit names where a call names nobody. Default: `backend`. */
  readonly requesterUserId?: string;
  /** Milliseconds for one try; there are at most two. Default: 5000. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
  readonly clock?: Clock;
}

export interface BackendKit {
  /**
   * A one-time transaction hash for one customer on one device; it is good for some minutes and one start.
   * Vouch only for a customer whom your own session has proven: whoever holds the hash can ask for help in their name.
   * @throws BackendKitError
   */
  mintTransactionHash(request: {
    /** Your own number for the customer. */
    readonly customerId: string;
    /** As the page or app got it from `getDeviceHash()`. */
    readonly deviceHash: string;
    /** For the audit: the user or program that asks. */
    readonly requesterUserId?: string;
  }): Promise<{ transactionHash: string }>;
}

const systemClock: Clock = {
  now: () => Date.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** @throws BackendKitError `invalid_argument` if an option cannot work */
export function createBackendKit(options: BackendKitOptions): BackendKit {
  const url = baseOf(options.url);
  const { accessKeyId, accessKeySecret, timeoutMs = 5000, fetch: send = fetch, clock = systemClock } = options;
  requireText('accessKeyId', accessKeyId, ASCII_LINE);
  requireText('accessKeySecret', accessKeySecret);

  const ask = async (body: string, requesterUserId: string): Promise<Answer> => {
    const headers = signRequest(
      {
        method: 'POST',
        path: HASH_PATH,
        contentType: JSON_TYPE,
        body,
        date: new Date(clock.now()),
        requesterUserId,
      },
      { accessKeyId, accessKeySecret },
    );
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      // A redirect is refused: a signed request must not wander to another host.
      const response = await send(url + HASH_PATH, { method: 'POST', headers, body, signal, redirect: 'error' });
      return { status: response.status, date: response.headers.get('date'), text: await response.text() };
    } catch (cause) {
      if (signal.aborted) {
        throw new BackendKitError(
          'timeout',
          `${url} did not answer within ${timeoutMs} ms.`,
          'Check the network between the two servers, or try again.',
          { cause },
        );
      }
      throw new BackendKitError(
        'unreachable',
        `${url} could not be reached (${reasonOf(cause)}).`,
        'Check the url, that the Alongside server runs, and the network between the two.',
        { cause },
      );
    }
  };

  return {
    async mintTransactionHash({ customerId, deviceHash, requesterUserId = options.requesterUserId ?? 'backend' }) {
      requireText('customerId', customerId);
      requireText('deviceHash', deviceHash);
      requireText('requesterUserId', requesterUserId, ASCII_LINE);
      const attempt = async () => {
        // The request id makes each signature its own: the server takes a signature that it has seen before for a replay.
        const body = JSON.stringify({ customerId, deviceHash, requestId: randomUUID() });
        const answer = await ask(body, requesterUserId);
        return { transactionHash: readHash(answer, { url, accessKeyId, now: clock.now() }) };
      };
      try {
        return await attempt();
      } catch (error) {
        // Harmless to repeat: a hash whose answer was lost is never used and expires.
        if (!(error instanceof BackendKitError && error.retryable)) throw error;
        await clock.wait(RETRY_AFTER_MS);
        return await attempt();
      }
    },
  };
}

function baseOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search !== '' || parsed.hash !== '') {
    throw new BackendKitError(
      'invalid_argument',
      `"${url}" is not an address.`,
      'Pass url as https://help.example.com',
    );
  }
  return (parsed.origin + parsed.pathname).replace(/\/+$/, '');
}

function requireText(name: string, value: unknown, shape = ANY_LINE): asserts value is string {
  if (typeof value === 'string' && shape.test(value)) return;
  const problem = value === undefined || value === '' ? 'is missing' : 'does not have the right form';
  const form = shape === ASCII_LINE ? 'one line of ASCII text' : 'one line of text';
  throw new BackendKitError('invalid_argument', `${name} ${problem}.`, `Pass ${name} as ${form}.`);
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (!(inner instanceof Error)) return String(inner);
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : inner.message;
}
