import { createHmac, randomUUID } from 'node:crypto';
import type { ErrorBody, SignedIn, Started } from '@alongside/protocol';
import type { TestServer } from './start-test-server.ts';

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  /** The refusal, if it was one. */
  readonly error: ErrorBody['error'] | undefined;
}

export interface CallOptions {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** One request as a script would make it. */
export async function call<T = unknown>(
  server: { url: string },
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer<T>> {
  const { token, body } = options;
  const bytes = body instanceof Uint8Array || typeof body === 'string';
  const response = await fetch(server.url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(body === undefined || bytes ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: bytes ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') && text.length > 0;
  const parsed = (isJson ? JSON.parse(text) : text) as T;
  return {
    status: response.status,
    headers: response.headers,
    body: parsed,
    error: (parsed as Partial<ErrorBody>)?.error,
  };
}

/** Signs a person of the demo in for scripts. */
export async function signIn(
  server: TestServer,
  person: { email: string; password: string },
): Promise<SignedIn & { token: string }> {
  const { email, password } = person;
  const { body, status } = await call<SignedIn & { token: string }>(server, 'POST', '/v1/agent/sign-in', {
    body: { tenant: server.demo.tenant.domain, email, password, transport: 'bearer' },
  });
  if (status !== 200) throw new Error(`Sign-in: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** A hash as the bank's backend gets it: by a signed request. */
export async function mintHash(server: TestServer, grant: { customerId: string; deviceHash: string }): Promise<string> {
  const path = '/v1/application/gettransactionhashforonlinehelp';
  const body = JSON.stringify(grant);
  const date = new Date().toUTCString();
  const { accessKeyId, accessKeySecret } = server.demo.onlineHelp;
  const signature = createHmac('sha256', accessKeySecret)
    .update(['POST', 'application/json', date, body, path].join('\n'))
    .digest('base64');
  const answer = await call<{ transactionHash: string }>(server, 'POST', path, {
    body,
    headers: {
      'content-type': 'application/json',
      'x-dlg-date': date,
      'x-dlg-requester-userid': 'test',
      'x-dlg-authorization': `DLGA ${accessKeyId}:${signature}`,
    },
  });
  if (answer.status !== 200) throw new Error(`Hash: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body.transactionHash;
}

let customers = 0;

/** A customer who asked for help and waits. */
export async function startHelp(
  server: TestServer,
  customerId = `customer-${++customers}`,
  more: object = {},
): Promise<Started> {
  // Another device each time: the same signed request within a second would be a replay.
  const deviceHash = `device-${randomUUID()}`;
  const transactionHash = await mintHash(server, { customerId, deviceHash });
  const { body, status } = await call<Started>(server, 'POST', '/v1/online-help/start', {
    body: {
      tenant: server.demo.tenant.domain,
      customerId,
      customerName: `Customer ${customerId}`,
      deviceHash,
      transactionHash,
      startId: `start-${deviceHash}`,
      helpType: 'CHAT',
      isLoggedIn: true,
      ...more,
    },
  });
  if (status !== 201) throw new Error(`Start: ${status} ${JSON.stringify(body)}`);
  return body;
}
