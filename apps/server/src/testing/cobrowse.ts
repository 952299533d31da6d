import { WebSocket } from 'ws';
import { COBROWSE_PATH } from '../realtime/cobrowse-peers.ts';
import type { TestServer } from './start-test-server.ts';

/** The page that co-browse tests come from; the tenant must list it. */
export const PAGE = 'https://bank.example';

export type Frame = { t: string } & Record<string, unknown>;

/** One end of a session: keeps what it hears, and waits for frames instead of for time. */
export class End {
  readonly texts: Frame[] = [];
  readonly binary: Buffer[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  readonly #looks = new Set<() => void>();

  constructor(url: string, hello: object, headers: Record<string, string> = { origin: PAGE }) {
    this.socket = new WebSocket(`${url.replace(/^http/, 'ws')}${COBROWSE_PATH}`, { headers });
    this.socket.on('error', () => {});
    this.socket.on('open', () => this.send(hello));
    this.socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.binary.push(data);
      else this.texts.push(JSON.parse(data.toString()) as Frame);
      for (const look of [...this.#looks]) look();
    });
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
  }

  send(frame: object | Uint8Array): void {
    this.socket.send(frame instanceof Uint8Array ? frame : JSON.stringify(frame));
  }

  /** The first frame that fits, past or future. */
  frame(t: string, fits: (frame: Frame) => boolean = () => true): Promise<Frame> {
    return this.until(() => this.texts.find((frame) => frame.t === t && fits(frame)), t);
  }

  until<T>(find: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Waited for ${what}: ${JSON.stringify(this.texts)}`)), 10_000);
      const look = () => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#looks.delete(look);
        resolve(found);
      };
      this.#looks.add(look);
      look();
    });
  }
}

/** What tests do with sessions on a server. */
export function cobrowseWorld(server: () => TestServer) {
  async function ask(method: string, path: string, headers: Record<string, string>, body?: string) {
    const answer = await fetch(`${server().url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    // biome-ignore lint/suspicious/noExplicitAny: looked into field by field
    const read: any = answer.headers.get('content-type')?.includes('json') ? await answer.json() : null;
    return { body: read, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
  }
  async function created() {
    const { body, cookie } = await ask('PUT', '/assistserver/shortcode/create', { origin: PAGE });
    const query = `appkey=${body.shortCode}`;
    const page = await ask('GET', `/assistserver/shortcode/consumer?${query}`, { origin: PAGE, cookie });
    return { query, cid: page.body.cid as string, sessionToken: page.body['session-token'] as string };
  }
  async function signedIn({ email, password }: { email: string; password: string } = server().demo.agents[0]!) {
    const form = new URLSearchParams({ username: email, password, type: 'create' }).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return (await ask('POST', '/assistserver/agent', type, form)).body.token as string;
  }
  async function ticketOf(token: string): Promise<string> {
    return (await ask('POST', '/v1/socket-tickets', { authorization: `Bearer ${token}` })).body.ticket;
  }
  const pageEnd = ({ cid, sessionToken }: { cid: string; sessionToken: string }, headers?: Record<string, string>) =>
    new End(server().url, { t: 'hello', as: 'page', cid, sessionToken }, headers);
  const agentEnd = async (cid: string, token: string) =>
    new End(server().url, { t: 'hello', as: 'agent', cid, ticket: await ticketOf(token) }, {});
  async function joined() {
    const session = await created();
    const token = await signedIn();
    await ask('GET', `/assistserver/shortcode/agent?${session.query}`, { authorization: `Bearer ${token}` });
    const page = pageEnd(session);
    const agent = await agentEnd(session.cid, token);
    await Promise.all([page.frame('joined'), agent.frame('you')]);
    return { session, token, page, agent };
  }
  const consent = (view: string) => ({ t: 'consent', view, control: 'no', recording: 'no' });
  /** A whole DOM message in one part: kind 1, last, to all, message 1. */
  function dom(events: unknown): Uint8Array {
    return Buffer.concat([Buffer.from([1, 1, 0, 0, 0, 0, 0, 1]), Buffer.from(JSON.stringify(events))]);
  }
  return { ask, created, signedIn, ticketOf, pageEnd, agentEnd, joined, consent, dom };
}
