import { createHmac, randomUUID } from 'node:crypto';

/** What of demo.json it takes to telephone with the demo's bank. */
export interface Demo {
  readonly url: string;
  readonly tenant: { readonly domain: string };
  readonly admin: { readonly email: string; readonly password: string };
  readonly phoneLink: {
    readonly domain: string;
    readonly apiToken: string;
    readonly voiceToken: string;
    readonly agentId: string;
  };
}

/** The bank's number in these stories, and a customer's. */
export const NUMBER = '+31201234567';
export const CUSTOMER = '+31612345678';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A call token of the demo's first agent, as the company's own server makes it. */
export function callToken({ phoneLink }: Demo, agentId = phoneLink.agentId): string {
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ipphone: agentId })}`;
  return `${text}.${createHmac('sha256', phoneLink.voiceToken).update(text).digest('base64url')}`;
}

const outer = ({ url }: Demo, path: string, query: Readonly<Record<string, string>>): string =>
  `${url}/?link=${encodeURIComponent(`${url}${path}?${new URLSearchParams(query)}`)}&efr=1`;
export const loginLink = (demo: Demo): string =>
  outer(demo, '/dangnhap', { appToken: callToken(demo), appDomain: demo.phoneLink.domain });
export const callLink = (demo: Demo, phone: string, tempId: string): string =>
  outer(demo, '/call', { phone, appToken: callToken(demo), tempId });

/** The published history. */
export async function callsOf(
  demo: Demo,
  filter: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>[]> {
  const { domain, apiToken } = demo.phoneLink;
  const query = new URLSearchParams(filter);
  const answer = await fetch(`${demo.url}/${domain}/api/v1/calls?${query}`, {
    headers: { authorization: `Bearer ${apiToken}` },
  });
  return ((await answer.json()) as { calls: Record<string, unknown>[] }).calls;
}

/** The administration, over REST: JSON, or the bytes of a file. */
export async function administration(demo: Demo) {
  const call = async (method: string, path: string, body?: unknown, token?: string): Promise<Record<string, never>> => {
    const response = await fetch(demo.url + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined || body instanceof Uint8Array ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };
  const signedIn = await call('POST', '/v1/agent/sign-in', {
    tenant: demo.tenant.domain,
    ...demo.admin,
    transport: 'bearer',
  });
  return (method: string, path: string, body?: unknown) => call(method, path, body, signedIn.token);
}

/** A carrier at this port of loopback, the bank's number on it, and calls out open within the Netherlands. */
export async function openTelephones(demo: Demo, carrierPort: number, number: object = {}): Promise<void> {
  const ask = await administration(demo);
  await ask('PUT', `/v1/trunks/${randomUUID()}`, {
    name: 'Carrier',
    mode: 'address',
    host: '127.0.0.1',
    port: carrierPort,
    transport: 'udp',
    username: null,
    peers: [],
    srtp: 'never',
    callerNumber: NUMBER,
    codecs: ['PCMU', 'PCMA'],
    enabled: true,
  });
  const { queues } = (await ask('GET', '/v1/queue-settings')) as unknown as {
    queues: { id: string; isDefault: boolean }[];
  };
  const queueId = queues.find(({ isDefault }) => isDefault)?.id;
  await ask('PUT', `/v1/phone-numbers/${encodeURIComponent(NUMBER)}`, { queueId, greeting: null, menu: [], ...number });
  const settings = await ask('GET', '/v1/call-settings');
  const caps = { concurrent: 5, perMinute: 20, minutesPerDay: 60, spendPerDay: 1_000, centsPerMinute: 1 };
  await ask('PUT', '/v1/call-settings', { ...settings, country: 'NL', caps });
}
