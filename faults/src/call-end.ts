import type { MediaEngine, MediaEvent } from '@alongside/domain';
import { type BrowserPeer, type OnlyRelay, openBrowserPeer } from '@alongside/media/testing';
import type { CallView, Down } from '@alongside/protocol';
import { WebSocket } from 'ws';
import { socketTicket } from './calls.ts';

type Joined = Extract<Down, { t: 'call.joined' }>;

function relayOf({ iceServers }: Joined): OnlyRelay {
  const [{ urls: [url = ''] = [], username = '', credential = '' } = {}] = iceServers;
  if (url === '') throw new Error('The server names no relay.');
  return { url, username, credential };
}

/** One side of a call over a raw socket, with the two connections of a browser: real packets of a tone go up, and what comes down is counted. */
export class CallEnd {
  /** The newest picture of each call, and when it came. */
  readonly seen = new Map<string, { readonly view: CallView; readonly at: number }>();
  readonly #joined = new Map<string, Joined>();
  readonly #socket: WebSocket;
  readonly #listeners = new Set<(event: MediaEvent) => void>();
  /** What the engine said of the call that is being joined before anybody listened: its offer may come with the answer to the join. */
  #early: MediaEvent[] = [];
  readonly #answers = new Map<string, (reply: Extract<Down, { t: 'reply' }>) => void>();
  #published: (sdp: string) => void = () => undefined;
  #peers: BrowserPeer[] = [];
  #requests = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString()) as Down));
  }

  static async connect(url: string, token: string): Promise<CallEnd> {
    const ticket = await socketTicket(url, token);
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/socket`);
    const end = new CallEnd(socket);
    socket.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      socket.once('close', () => reject(new Error('The socket of a call was closed.')));
      socket.once('open', () => socket.send(JSON.stringify({ t: 'hello', protocol: 1, ticket })));
      socket.on('message', (data: Buffer) => (JSON.parse(data.toString()) as Down).t === 'welcome' && resolve());
    });
    return end;
  }

  /** Joins, connects, and sends a tone from then on. `relayed`: over nothing but the relay that the server names. */
  async speak(callId: string, { relayed = false } = {}): Promise<void> {
    this.#early = [];
    const reply = await this.#ask({ t: 'call.join', callId });
    if (!reply.ok) throw new Error(`Join: ${JSON.stringify(reply.error)}`);
    const joined = this.#joined.get(callId);
    if (joined === undefined) throw new Error('A call was joined without a word of how.');
    const relay = relayed ? relayOf(joined) : null;
    const engine = {
      publish: async (_session: string, _leg: string, offer: object) => {
        const answer = new Promise<string>((resolve) => {
          this.#published = resolve;
        });
        const reply = await this.#ask({ t: 'call.publish', callId, ...offer });
        if (!reply.ok)
          return { ok: false, refusal: 'bad_description', message: `It was refused: ${reply.error.message}` };
        return { ok: true, value: { sdp: await answer } };
      },
      answer: async (_session: string, _leg: string, negotiation: number, sdp: string) => {
        this.#write({ t: 'call.answer', callId, negotiation, sdp });
        return { ok: true, value: undefined };
      },
      subscribe: (listener: (event: MediaEvent) => void) => {
        this.#listeners.add(listener);
        for (const event of this.#early.splice(0)) listener(event);
        return () => void this.#listeners.delete(listener);
      },
    } as unknown as MediaEngine;
    const peer = openBrowserPeer(engine, callId, 'mine', joined.audio, relay);
    this.#peers.push(peer);
    await peer.publish(1_000);
  }

  /** Packets of others that came. */
  get heard(): number {
    return this.#peers.reduce((sum, peer) => sum + peer.received().packets, 0);
  }

  /** Its connections are gone without a word, as with a network that changes. */
  async fallSilent(): Promise<void> {
    await Promise.all(this.#peers.splice(0).map((peer) => peer.close().catch(() => undefined)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#peers.splice(0).map((peer) => peer.close().catch(() => undefined)));
    this.#socket.terminate();
  }

  /** An older picture may come after a newer one, and is ignored [CALL2]. */
  #see(view: CallView): void {
    const known = this.seen.get(view.id);
    if (known === undefined || known.view.version <= view.version)
      this.seen.set(view.id, { view, at: performance.now() });
  }

  #hear(frame: Down): void {
    if (frame.t === 'ping') this.#write({ t: 'pong' });
    else if (frame.t === 'reply') this.#answers.get(frame.id)?.(frame);
    else if (frame.t === 'call.state') this.#see(frame.call);
    else if (frame.t === 'call.joined') this.#joined.set(frame.callId, frame);
    else if (frame.t === 'call.published') this.#published(frame.sdp);
    else if (frame.t === 'call.offer' || frame.t === 'call.candidate') {
      const leg = { sessionId: frame.callId, legId: 'mine' };
      const event: MediaEvent =
        frame.t === 'call.offer'
          ? { type: 'offer', ...leg, negotiation: frame.negotiation, sdp: frame.sdp, streams: [] }
          : { type: 'candidate', ...leg, side: frame.side, candidate: frame.candidate };
      this.#early.push(event);
      for (const listener of this.#listeners) listener(event);
    }
  }

  #ask(frame: object): Promise<Extract<Down, { t: 'reply' }>> {
    const id = `c${++this.#requests}`;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#write({ id, ...frame });
    });
  }

  #write(frame: object): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}
