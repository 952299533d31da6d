import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demo } from './demo.ts';
import { call, type Json } from './http.ts';

const PATIENCE_MS = 15_000;

/** A request as the company's own services got it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Json;
}

/** The company's own services, as the published pages ask for them: a call system that holds everybody, and vouches for good tokens. */
export class Company {
  readonly url: string;
  readonly asked: Asked[] = [];
  /** Ids of the customers that the call system holds now. */
  readonly held = new Map<string, string>();
  readonly #server: ReturnType<typeof createServer>;
  readonly #waiting = new Set<() => void>();
  #count = 0;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<Company> {
    let company: Company | null = null;
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const { method = '', url: path = '', headers } = request;
        const [status, body] = company?.answer(method, path, text === '' ? null : JSON.parse(text)) ?? [500, ''];
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
        company?.note({ method, path, headers, body: text === '' ? null : JSON.parse(text) });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    company = new Company(server);
    return company;
  }

  answer(method: string, path: string, body: Json): [number, Json] {
    if (path === '/CreateInteraction') {
      const interactionId = `INT-${++this.#count}`;
      this.held.set(body.customerId, interactionId);
      return [200, { success: true, result: { interactionId } }];
    }
    if (path === '/checkauthtoken') return [200, body.dlgToken === 'good' ? 'Validated' : 'InvalidToken'];
    if (path.startsWith('/CheckToken'))
      return [200, { success: new URL(path, 'http://x').searchParams.get('token') === 'good', result: {} }];
    if (method !== 'DELETE') return [404, ''];
    for (const [customer, id] of this.held) if (path === `/${id}`) this.held.delete(customer);
    return [204, ''];
  }

  note(asked: Asked): void {
    this.asked.push(asked);
    for (const look of [...this.#waiting]) look();
  }

  /** The first request that fits, earlier or to come. */
  request(fits: (asked: Asked) => boolean, what: string): Promise<Asked> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.asked.find(fits);
        if (!found) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`The company was not asked for ${what}.`));
      }, PATIENCE_MS);
      this.#waiting.add(look);
      look();
    });
  }

  /** The call system's id of this customer's wait, once it holds them. */
  async interactionOf(customerId: string): Promise<string> {
    await this.request(({ body }) => body?.customerId === customerId, 'a wait');
    return this.held.get(customerId) as string;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The administrator's token. */
export async function administrator(): Promise<string> {
  const { email, password } = demo.admin;
  const body = { tenant: demo.tenant.domain, email, password, transport: 'bearer' };
  return (await call('POST', '/v1/agent/sign-in', { body })).token;
}

/** Gives an agent the company's own number. */
export async function number(admin: string, agentId: string, staffNumber: string | null): Promise<void> {
  await call('PATCH', `/v1/agent-settings/${agentId}`, { token: admin, body: { staffNumber } });
}
