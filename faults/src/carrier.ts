import { setTimeout as delay } from 'node:timers/promises';
import { openTelephonePeer, type TelephonePeer } from '@alongside/media/testing';
import { CUSTOMER, NUMBER, RawPeer, type RawRequest, sdp } from '@alongside/telephony/testing';

type Message = RawPeer['received'][number]['message'];
type Request = Extract<Message, { kind: 'request' }>;
type Response = Extract<Message, { kind: 'response' }>;

const PATIENCE_MS = 60_000;

/** A telephone calls in, as far as its carrier speaks SIP. */
export interface Inbound {
  readonly invite: RawRequest;
  readonly telephone: TelephonePeer;
  /** Of our side's answer; null: it did not come. */
  answered(): Promise<Response | null>;
  /** ACK, or a request of the same dialog. */
  ask(method: string, cseq: number): void;
}

/** A carrier made by hand: it answers that it is there, and beyond that says only what a row wants. */
export class Carrier {
  readonly peer: RawPeer;
  readonly #telephones: TelephonePeer[] = [];
  readonly #beat: NodeJS.Timeout;
  #looked = 0;
  #open = true;

  private constructor(peer: RawPeer) {
    this.peer = peer;
    this.#beat = setInterval(() => this.#alive(), 50);
  }

  static async open(sip: number): Promise<Carrier> {
    return new Carrier(await RawPeer.open(() => sip));
  }

  #alive(): void {
    for (; this.#looked < this.peer.received.length; this.#looked += 1) {
      const message = this.peer.received[this.#looked]?.message;
      if (message?.kind === 'request' && message.method === 'OPTIONS') this.peer.reply(message, 200);
    }
  }

  /** The first message, old or new, that fits; null: none within a minute. */
  async find<Found extends Message>(fits: (message: Message) => message is Found): Promise<Found | null> {
    for (const begun = performance.now(); performance.now() - begun < PATIENCE_MS; await delay(20))
      for (const { message } of this.peer.received) if (fits(message)) return message;
    return null;
  }

  request = (method: string, fits: (request: Request) => boolean = () => true) =>
    this.find(
      (message): message is Request => message.kind === 'request' && message.method === method && fits(message),
    );

  response = (status: number, { callId, method }: Pick<RawRequest, 'callId' | 'method'>) =>
    this.find(
      (message): message is Response =>
        message.kind === 'response' &&
        message.status === status &&
        message.callId === callId &&
        message.method === method,
    );

  /** Calls the company; each caller has a number of its own. */
  async call(nth: number): Promise<Inbound> {
    const { peer } = this;
    const telephone = await this.#telephone();
    const from = `<sip:${CUSTOMER.slice(0, -3)}${String(nth).padStart(3, '0')}@127.0.0.1>;tag=t${nth}`;
    const to = `<sip:${NUMBER}@127.0.0.1>`;
    const { host, port } = telephone.parameters;
    const invite = peer.ask('INVITE', {
      uri: `sip:${NUMBER}@127.0.0.1`,
      from,
      to,
      body: sdp({ host, port, types: '0 101' }),
    });
    let tag = '';
    return {
      invite,
      telephone,
      answered: async () => {
        const answer = await this.response(200, invite);
        if (answer === null) return null;
        tag = answer.to.parameters.get('tag') ?? '';
        const engine = { host: '127.0.0.1', port: Number(/^m=audio (\d+)/m.exec(answer.body)?.[1]), srtpKey: '' };
        telephone.call(engine);
        telephone.tone(700);
        return answer;
      },
      ask: (method, cseq) => void peer.ask(method, { callId: invite.callId, from, to: `${to};tag=${tag}`, cseq }),
    };
  }

  async #telephone(): Promise<TelephonePeer> {
    const telephone = await openTelephonePeer();
    this.#telephones.push(telephone);
    return telephone;
  }

  /** Without a word to anybody. */
  async die(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    clearInterval(this.#beat);
    for (const telephone of this.#telephones.splice(0)) telephone.close();
    await this.peer.close();
  }
}
