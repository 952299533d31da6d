import WebSocket from 'ws';
import { demo } from '../support/demo.ts';
import { type Answer, call, type Json, request } from '../support/http.ts';

const PATIENCE_MS = 15_000;

export const create = (headers: Record<string, string> = {}): Promise<Answer> =>
  request('PUT', '/assistserver/shortcode/create', { headers });
export const consumer = (code: string, headers: Record<string, string> = {}): Promise<Answer> =>
  request('GET', `/assistserver/shortcode/consumer?appkey=${encodeURIComponent(code)}`, { headers });
export const agentCall = (code: string, token: string): Promise<Answer> =>
  request('GET', `/assistserver/shortcode/agent?appkey=${encodeURIComponent(code)}`, { token });
export const cookieOf = ({ headers }: Answer): string => headers.get('set-cookie')?.split(';')[0] ?? '';

/** The form of the published page, as an agent's page sends it. */
export function agentToken(index = 0, password = demo.agents[index]!.password): Promise<Answer> {
  const form = new URLSearchParams({
    username: demo.agents[index]!.email,
    password,
    type: 'create',
    targetServer: Buffer.from(demo.url).toString('base64'),
    name: 'Agent',
    text: 'Agent',
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return request('POST', '/assistserver/agent', { raw: form.toString(), headers });
}

export interface Made {
  readonly code: string;
  readonly cid: string;
  readonly sessionToken: string;
}

/** Steps 1 and 2. */
export async function made(): Promise<Made> {
  const created = await create();
  const code = created.json.shortCode as string;
  const { json } = await consumer(code, { cookie: cookieOf(created) });
  return { code, cid: json.cid, sessionToken: json['session-token'] };
}

/** One end of a session over a raw socket. */
export class End {
  readonly frames: Json[] = [];
  readonly binary: Buffer[] = [];
  readonly closed: Promise<number>;
  readonly #ws: WebSocket;
  readonly #looks = new Set<() => void>();

  constructor(hello: object) {
    this.#ws = new WebSocket(`${demo.url.replace(/^http/, 'ws')}/cobrowse/socket`);
    this.#ws.on('error', () => {});
    this.#ws.on('open', () => this.send(hello));
    this.#ws.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.binary.push(data);
      else this.frames.push(JSON.parse(String(data)));
      for (const look of [...this.#looks]) look();
    });
    this.closed = new Promise((resolve) => this.#ws.once('close', resolve));
  }

  static page({ cid, sessionToken }: Pick<Made, 'cid' | 'sessionToken'>): End {
    return new End({ t: 'hello', as: 'page', cid, sessionToken });
  }

  static async agent(cid: string, token: string): Promise<End> {
    const { ticket } = await call('POST', '/v1/socket-tickets', { token });
    return new End({ t: 'hello', as: 'agent', cid, ticket });
  }

  send(frame: object | Uint8Array): void {
    this.#ws.send(frame instanceof Uint8Array ? frame : JSON.stringify(frame));
  }

  /** As a network does it: no goodbye. */
  cut(): void {
    this.#ws.terminate();
  }

  next(t: string, fits: (frame: Json) => boolean = () => true): Promise<Json> {
    return this.until(() => this.frames.find((frame) => frame.t === t && fits(frame)), `a frame "${t}"`);
  }

  until<T>(look: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const again = () => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#looks.delete(again);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#looks.delete(again);
        reject(new Error(`${what} did not come: ${JSON.stringify(this.frames).slice(0, 600)}`));
      }, PATIENCE_MS);
      this.#looks.add(again);
      again();
    });
  }
}

export const consent = (view: string, control = 'no') => ({ t: 'consent', view, control, recording: 'no' });

/** One whole message of DOM events to everyone, in one part. */
export const shown = (events: unknown): Uint8Array =>
  Buffer.concat([Buffer.from([1, 1, 0, 0, 0, 0, 0, 1]), Buffer.from(JSON.stringify(events))]);
