import { createHmac, randomUUID } from 'node:crypto';
import { administrator } from '../support/company.ts';
import { demo } from '../support/demo.ts';
import { type Answer, call, type Json, request } from '../support/http.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The method of the published page: a JWT, HS256, keyed with the voice token. */
export function mint(payload: unknown, secret: string, header: unknown = { alg: 'HS256', typ: 'JWT' }): string {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

const outer = (host: string, inner: string, more = ''): string =>
  `${host}/?link=${encodeURIComponent(inner)}${more}&efr=1`;
/** As the published page builds them. */
export const loginLink = (host: string, inner: string, token: string, domain: string, more?: string): string =>
  outer(host, `${inner}/dangnhap?appToken=${token}&appDomain=${domain}`, more);
export const callLink = (
  host: string,
  inner: string,
  { phone, token, tempId }: { phone: string; token: string; tempId: string },
  more?: string,
): string => outer(host, `${inner}/call?phone=${phone}&appToken=${token}&tempId=${tempId}`, more);

/** What the phone does with a login link. */
export const signIn = (appToken: string, tenant = demo.phoneLink.domain): Promise<Answer> =>
  request('POST', '/v1/phone/sign-in', { body: { tenant, appToken } });
/** What the phone does with a call link. */
export const open = (
  token: string | undefined,
  link: { phone: string; appToken: string; tempId: string },
): Promise<Answer> =>
  request('POST', '/v1/phone/call-links', { body: link, ...(token === undefined ? {} : { token }) });
export const webLogin = (token: unknown, domain = demo.phoneLink.domain): Promise<Answer> =>
  request('POST', `/${domain}/thirdParty/login`, { body: { token } });
export const rest = (path: string, token: string, domain = demo.phoneLink.domain): Promise<Answer> =>
  request('GET', `/${domain}/api/v1/${path}`, { token });
/** A page as a browser gets it; redirects are not followed. */
export const page = (address: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(demo.url + address, { redirect: 'manual', headers });

/** The company's own number in these suites. */
export const NUMBER = '+842873001234';

/** The tenant's administration for a suite: tokens of its own, a way to the telephone network, and everything as it was afterwards. */
export class Office {
  readonly admin: string;
  voice = '';
  api = '';
  readonly #before: Json;
  readonly #trunk = randomUUID();

  private constructor(admin: string, before: Json) {
    this.admin = admin;
    this.#before = before;
  }

  static async open(): Promise<Office> {
    const admin = await administrator();
    const before = {
      phone: (await call('GET', '/v1/phone-link', { token: admin })).settings,
      calls: await call('GET', '/v1/call-settings', { token: admin }),
    };
    const office = new Office(admin, before);
    // With an overlap: what demo.json holds stays good for the other suites.
    office.voice = await office.token('voice', 1);
    office.api = await office.token('api', 1);
    const caps = { concurrent: 10, perMinute: 100, minutesPerDay: 1_000, spendPerDay: 100_000, centsPerMinute: 1 };
    await office.set('/v1/call-settings', { ...before.calls, country: 'VN', caps });
    // Where nobody answers.
    await office.carrier(9);
    return office;
  }

  /** The way to the telephone network leads to this port of loopback. */
  carrier(port: number): Promise<Json> {
    return this.set(`/v1/trunks/${this.#trunk}`, {
      name: `phone link ${this.#trunk.slice(0, 8)}`,
      mode: 'address',
      host: '127.0.0.1',
      port,
      transport: 'udp',
      username: null,
      peers: [],
      srtp: 'never',
      callerNumber: NUMBER,
      codecs: ['PCMA'],
      enabled: true,
    });
  }
  /** Calls to the company's number wait in its ordinary queue. */
  async takesCalls(): Promise<void> {
    const { queues } = await call('GET', '/v1/queue-settings', { token: this.admin });
    const { id } = queues.find(({ isDefault }: Json) => isDefault);
    await this.set(`/v1/phone-numbers/${encodeURIComponent(NUMBER)}`, { queueId: id, greeting: null, menu: [] });
  }

  async token(kind: 'voice' | 'api', overlapHours = 0): Promise<string> {
    return (await call('POST', `/v1/phone-link/tokens/${kind}`, { token: this.admin, body: { overlapHours } })).token;
  }
  set(path: string, body: Json): Promise<Json> {
    return call('PUT', path, { token: this.admin, body });
  }
  settings(change: Json): Promise<Json> {
    return this.set('/v1/phone-link', { ...this.#before.phone, ...change });
  }
  sign(agentId = demo.phoneLink.agentId, more: Json = {}): string {
    return mint({ ipphone: agentId, ...more }, this.voice);
  }
  async close(): Promise<void> {
    await this.settings({});
    await request('DELETE', `/v1/phone-numbers/${encodeURIComponent(NUMBER)}`, { token: this.admin });
    await request('DELETE', `/v1/trunks/${this.#trunk}`, { token: this.admin });
    await this.set('/v1/call-settings', this.#before.calls);
  }
}

/** Hangs up whatever of this agent's is still there. */
export async function hangUp(token: string): Promise<void> {
  for (const { id } of (await call('GET', '/v1/my-calls', { token })).calls)
    await request('POST', `/v1/calls/${id}/end`, { token });
}
