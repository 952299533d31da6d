import { randomBytes, randomUUID } from 'node:crypto';
import { demo } from './demo.ts';
import { type Answer, call, type Json, request } from './http.ts';
import { mint } from './signed.ts';
import { Socket } from './socket.ts';

/** As an app's SDK makes it: base64 of 32 random bytes. */
export const newDevice = (): string => randomBytes(32).toString('base64');
/** A customer that nobody has seen before. */
export const newCustomer = (): string => `C-${randomUUID()}`;

export interface Start {
  readonly customerId: string;
  readonly deviceHash: string;
  readonly transactionHash?: string;
  readonly registration?: { readonly deviceId: string; readonly dlgToken: string };
  readonly attachedData?: Readonly<Record<string, string>>;
  readonly idNumber?: string;
  readonly customerName?: string;
  readonly helpType?: string;
  readonly startId?: string;
}

/** What the SDK sends for startAnonymousOnlineHelp; waits where the server says that this was too much at once. */
export async function start(wanted: Start): Promise<Answer> {
  const { customerName = 'Ada', helpType = 'CHAT', startId = randomUUID(), ...rest } = wanted;
  const body = { tenant: demo.tenant.domain, customerName, helpType, startId, isLoggedIn: true, ...rest };
  for (;;) {
    const answer = await request('POST', '/v1/online-help/start', { body });
    if (answer.status !== 429) return answer;
    await new Promise((resolve) => setTimeout(resolve, answer.json.error.retryAfterSeconds * 1000));
  }
}

export interface Waiting {
  readonly customerId: string;
  readonly token: string;
  readonly conversationId: string;
  readonly contactId: string;
}

/** A new customer who waits in the queue. */
export async function newWaiting(customerId = newCustomer()): Promise<Waiting> {
  const deviceHash = newDevice();
  const answer = await start({ customerId, deviceHash, transactionHash: await mint(customerId, deviceHash) });
  if (answer.status !== 201) throw new Error(`No start: ${answer.status} ${answer.text}`);
  const { token, conversationId, contactId } = answer.json;
  return { customerId, token, conversationId, contactId };
}

/** A person of the company at work, with a socket. */
export class Agent {
  readonly id: string;
  readonly token: string;
  readonly socket: Socket;

  private constructor(id: string, token: string, socket: Socket) {
    this.id = id;
    this.token = token;
    this.socket = socket;
  }

  static async signIn(index = 0): Promise<Agent> {
    const person = demo.agents[index];
    if (!person) throw new Error(`demo.json has no agent ${index}.`);
    const { email, password } = person;
    const body = { tenant: demo.tenant.domain, email, password, transport: 'bearer' };
    const { token } = await call('POST', '/v1/agent/sign-in', { body });
    return new Agent(person.id, token, await Socket.open(token));
  }

  presence(state: 'available' | 'away'): Promise<Json> {
    return call('PUT', '/v1/agent/presence', { token: this.token, body: { state } });
  }

  /** The offer of this contact on the desk as it was last sent. Others that ring are declined. */
  async offerOf(contactId: string): Promise<Json> {
    const declined = new Set<string>();
    return this.socket.until(() => {
      const desk = this.socket.frames.findLast((frame) => frame.t === 'desk')?.desk;
      for (const offer of desk?.offers ?? []) {
        if (offer.contactId === contactId) return offer;
        if (declined.has(offer.contactId)) continue;
        declined.add(offer.contactId);
        void request('POST', `/v1/contacts/${offer.contactId}/decline`, {
          token: this.token,
          body: { epoch: offer.epoch },
        });
      }
      return undefined;
    }, `an offer of ${contactId}`);
  }

  accept(offer: Json): Promise<Answer> {
    return request('POST', `/v1/contacts/${offer.contactId}/accept`, {
      token: this.token,
      body: { epoch: offer.epoch },
    });
  }

  pick(contactId: string): Promise<Answer> {
    return request('POST', `/v1/contacts/${contactId}/pick`, { token: this.token });
  }

  async end(contactId: string): Promise<void> {
    await call('POST', `/v1/contacts/${contactId}/end`, { token: this.token, body: { wrapUp: '' } });
  }

  async leave(): Promise<void> {
    await this.presence('away').catch(() => {});
    await this.socket.close();
  }
}
