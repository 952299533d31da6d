import { createHmac, randomUUID } from 'node:crypto';
import type { ErrorBody, SignedIn, SocketTicket, Started } from '@alongside/protocol';
import type { Demo } from './server-process.ts';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  /** The code of the refusal, if it was one. */
  readonly code: string | null;
}

/** One request as a script would make it. */
export async function call<T>(
  url: string,
  method: string,
  path: string,
  { token, body, headers }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer<T>> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    signal: AbortSignal.timeout(10_000),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = (text.startsWith('{') ? JSON.parse(text) : null) as (T & Partial<ErrorBody>) | null;
  return { status: response.status, body: parsed as T, code: parsed?.error?.code ?? null };
}

/** A call that must work. */
export async function must<T>(url: string, method: string, path: string, options: Parameters<typeof call>[3] = {}) {
  const answer = await call<T>(url, method, path, options);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export async function signIn(url: string, demo: Demo, index: number): Promise<{ id: string; token: string }> {
  const person = demo.agents[index % demo.agents.length];
  if (person === undefined) throw new Error('The demo has no agents.');
  const { email, password } = person;
  const body = { tenant: demo.tenant.domain, email, password, transport: 'bearer' };
  const signedIn = await must<SignedIn>(url, 'POST', '/v1/agent/sign-in', { body });
  return { id: signedIn.agent.id, token: signedIn.token ?? '' };
}

/** The demo with so many people, who are added by its administrator. */
export async function hire(url: string, demo: Demo, people: number, capacity = 50): Promise<Demo> {
  const { email, password } = demo.admin;
  const body = { tenant: demo.tenant.domain, email, password, transport: 'bearer' };
  const { token = '' } = await must<SignedIn>(url, 'POST', '/v1/agent/sign-in', { body });
  const agents = [...demo.agents];
  while (agents.length < people) {
    const person = { email: `agent-${agents.length}@faults.example`, password: `Fault-${randomUUID()}` };
    const { id } = await must<{ id: string }>(url, 'POST', '/v1/agents', {
      token,
      body: { ...person, name: `Agent ${agents.length}`, role: 'agent', capacity },
    });
    agents.push({ id, ...person });
  }
  return { ...demo, agents };
}

export const setPresence = (url: string, token: string, state: 'available' | 'away') =>
  must(url, 'PUT', '/v1/agent/presence', { token, body: { state } });

/** A hash as the bank's backend gets it: by a signed request. */
export async function mintHash(url: string, demo: Demo, customerId: string, deviceHash: string): Promise<string> {
  const path = '/v1/application/gettransactionhashforonlinehelp';
  const body = JSON.stringify({ customerId, deviceHash });
  const date = new Date().toUTCString();
  const { accessKeyId, accessKeySecret } = demo.onlineHelp;
  const signature = createHmac('sha256', accessKeySecret)
    .update(['POST', 'application/json', date, body, path].join('\n'))
    .digest('base64');
  const headers = {
    'x-dlg-date': date,
    'x-dlg-requester-userid': 'faults',
    'x-dlg-authorization': `DLGA ${accessKeyId}:${signature}`,
  };
  return (await must<{ transactionHash: string }>(url, 'POST', path, { body, headers })).transactionHash;
}

/** A customer who asks for help and waits. */
export async function startHelp(url: string, demo: Demo, customerId: string): Promise<Started> {
  const deviceHash = `device-${randomUUID()}`;
  return must<Started>(url, 'POST', '/v1/online-help/start', {
    body: {
      tenant: demo.tenant.domain,
      customerId,
      customerName: `Customer ${customerId}`,
      deviceHash,
      transactionHash: await mintHash(url, demo, customerId, deviceHash),
      startId: `start-${deviceHash}`,
      helpType: 'CHAT',
      isLoggedIn: true,
    },
  });
}

export const socketTicket = async (url: string, token: string): Promise<string> =>
  (await must<SocketTicket>(url, 'POST', '/v1/socket-tickets', { token })).ticket;
