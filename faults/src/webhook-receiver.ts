import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One attempt as it came in. */
export interface Attempt {
  readonly id: string;
  readonly type: string;
  readonly conversationId: string;
  readonly seq: number;
  readonly body: string;
  readonly taken: boolean;
}

/** What to answer to the nth request: a status, and perhaps a pause to ask for or milliseconds to think. */
export type Behaviour = (n: number) => { status: number; retryAfter?: number; milliseconds?: number };

/** A company's receiver that behaves as it is told, and keeps every attempt. */
export class WebhookReceiver {
  readonly name: string;
  readonly attempts: Attempt[] = [];
  behave: Behaviour;
  #server: Server | null = null;
  #port = 0;

  constructor(name: string, behave: Behaviour) {
    this.name = name;
    this.behave = behave;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/${this.name}`;
  }

  /** Opens, again at the port that it had. */
  async open(): Promise<this> {
    const server = createServer((request, response) => void this.#take(request, response));
    this.#server = server;
    await new Promise<void>((listening) => server.listen(this.#port, '127.0.0.1', listening));
    this.#port = (server.address() as AddressInfo).port;
    return this;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise((closed) => (server ? server.close(closed) : closed(null)));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { type, data } = JSON.parse(body) as { type: string; data: { conversationId?: string; seq?: number } };
    const { status, retryAfter, milliseconds = 0 } = this.behave(this.attempts.length);
    const { conversationId = '', seq = 0 } = data;
    const taken = status >= 200 && status < 300;
    this.attempts.push({ id: String(request.headers['webhook-id']), type, conversationId, seq, body, taken });
    if (milliseconds > 0) await new Promise((thought) => setTimeout(thought, milliseconds));
    response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }).end();
  }
}

/** What a receiver was told, judged against what it should have been: nothing lost, one id and body for each event, in order. */
export function judgeReceiver({ name, attempts }: WebhookReceiver, expected: ReadonlySet<string>): string[] {
  const wrong: string[] = [];
  const idOf = new Map<string, string>();
  const bodyOf = new Map<string, string>();
  const lastOf = new Map<string, number>();
  const taken = new Set<string>();
  for (const { id, conversationId, seq, body, ...attempt } of attempts) {
    const event = `${conversationId}:${seq}`;
    if ((idOf.get(event) ?? id) !== id) wrong.push(`${name}: ${event} came under two ids`);
    if ((bodyOf.get(id) ?? body) !== body) wrong.push(`${name}: ${id} came with two bodies`);
    idOf.set(event, id);
    bodyOf.set(id, body);
    if (!attempt.taken || taken.has(event)) continue;
    if (seq < (lastOf.get(conversationId) ?? 0)) wrong.push(`${name}: ${event} came after a later one`);
    lastOf.set(conversationId, seq);
    taken.add(event);
  }
  const lost = [...expected].filter((event) => !taken.has(event));
  if (lost.length > 0) wrong.push(`${name}: ${lost.length} of ${expected.size} never came, as ${lost[0]}`);
  return wrong;
}
