import { type Channel, type ChannelActor, type ChannelPerson, nameOf, Refused, type Thread } from '@alongside/domain';
import type { FieldValue, Invitation } from '@alongside/protocol';
import { type Decoder, decoderOf } from '../decoder.ts';
import type { Dialect } from '../dialect.ts';
import { HANDLERS } from '../events/handlers.ts';
import { NO_VISITOR } from '../http/visitor-in.ts';
import { type Envelope, readEnvelope } from '../parsing/envelope.ts';
import { eventTypeOf } from '../parsing/event-types.ts';
import type { Json } from '../parsing/json.ts';
import { threadIn } from '../parsing/thread-reference.ts';
import { visitorFactsOf } from '../parsing/visitor.ts';
import type { DigitalChatPorts, IssuedToken, NameOfCustomer, Visitor } from '../ports.ts';
import type { Audience } from '../pushes/audience.ts';
import type { Audiences } from '../pushes/audiences.ts';
import type { Agents } from '../reading/agents.ts';
import { failureOf } from '../rendering/errors.ts';
import { type Answer, answerFrame, errorFrame, gatewayFrame, pushFrame } from '../rendering/frames.ts';
import { isUuid } from '../rendering/ids.ts';
import { proactiveData, welcomeAction } from '../rendering/proactive.ts';
import { assertServed, TooOld } from '../sdk-version.ts';
import { CLOSE, type Line, UNREAD_BYTES } from './line.ts';
import type { Customer, MessageTokens } from './message-tokens.ts';
import { wireText } from './wire-text.ts';

/** Events of one socket that wait for their turn: native clients ask for what is last in each of their threads at once, and have no chat before all is answered. */
const MOST_WAITING = 320;
/** Of these all together. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;
/** An event that is not done after this is answered with an error: clients wait for ever. */
const ANSWER_MILLISECONDS = 15_000;
/** Refused frames after which a socket is closed. */
const MOST_REFUSED = 500;

/** Threads of which is remembered how far back they were shown. */
const MOST_SHOWN = 64;

/** What all sockets share. */
export interface House {
  readonly ports: DigitalChatPorts;
  readonly agents: Agents;
  readonly audiences: Audiences;
  readonly messageTokens: MessageTokens;
}

export interface SessionOptions {
  readonly id: string;
  readonly channel: Channel;
  readonly visitor: Visitor;
  readonly dialect: Dialect;
  /** As the address says. */
  readonly sdkVersion: string | null;
  readonly line: Line;
  /** Throws Refused `rate_limited`. */
  readonly admit: () => void;
  readonly onGone: () => void;
}

/** One socket of one client: its events one after the other, an answer to each. */
export class Session {
  readonly id: string;
  readonly channel: Channel;
  readonly visitor: Visitor;
  readonly dialect: Dialect;
  readonly decoder: Decoder;
  readonly ports: DigitalChatPorts;
  readonly agents: Agents;
  readonly messageTokens: MessageTokens;
  /** As this socket named them last. null: nobody has been authorized. */
  customer: Customer | null = null;
  accessToken: IssuedToken | null = null;
  readonly #house: House;
  readonly #line: Line;
  readonly #admit: () => void;
  readonly #onGone: () => void;
  readonly #sdkVersion: string | null;
  readonly #waiting: { readonly envelope: Envelope; readonly bytes: number }[] = [];
  #waitingBytes = 0;
  readonly #shownDownTo = new Map<string, number>();
  #working: Promise<void> | null = null;
  #refused = 0;
  #destinationId: string | null = null;
  #audience: Audience | null = null;
  #greeting = false;

  constructor(house: House, options: SessionOptions) {
    this.#house = house;
    this.ports = house.ports;
    this.agents = house.agents;
    this.messageTokens = house.messageTokens;
    this.id = options.id;
    this.channel = options.channel;
    this.visitor = options.visitor;
    this.dialect = options.dialect;
    this.decoder = decoderOf(options.dialect, options.sdkVersion);
    this.#sdkVersion = options.sdkVersion;
    this.#line = options.line;
    this.#admit = options.admit;
    this.#onGone = options.onGone;
  }

  get open(): boolean {
    return this.#line.open;
  }

  get destinationId(): string {
    this.#destinationId ??= this.ports.random.uuid();
    return this.#destinationId;
  }

  /** Whoever has been authorized, as all their sockets know them now; refuses before that. */
  known(): Customer {
    if (this.customer === null)
      throw new Refused('not_authenticated', { message: 'This connection has not been authorized.' });
    const { actor, person } = this.customer;
    return { actor, person: this.#audience?.person ?? person };
  }

  /** From here on the connection is this customer's. */
  enter(actor: ChannelActor, person: ChannelPerson): void {
    this.customer = { actor, person };
    // Gone while it was being looked up: nobody would leave again.
    if (!this.open) return;
    this.#audience = this.#house.audiences.join(this, this.customer);
    this.#greeting = true;
  }

  /** A session token has said who it is: no event will. */
  admitted(actor: ChannelActor, person: ChannelPerson): void {
    this.enter(actor, person);
    this.rememberDevice({});
    this.#greet();
  }

  /** `bytes`: its length on the wire. */
  heard(frame: unknown, bytes = 0): void {
    const read = readEnvelope(frame);
    try {
      this.#admit();
      if (read.kind === 'heartbeat') this.sendText('"pong"');
      else if (read.kind === 'nobody') this.misread(read.why);
      else this.#take(read.envelope, bytes);
    } catch (error) {
      if (read.kind === 'event') this.#refuse(read.envelope, error);
      else this.misread(error instanceof Refused ? error.message : 'The frame could not be handled.');
    }
  }

  /** A frame above what is read: its sender is told by its eventId. */
  tooLarge(frame: unknown): void {
    this.unfit(frame, new Refused('frame_too_large', { message: 'A frame may hold at most 128 KiB.' }));
  }

  /** A frame that is not handled, whatever it holds: its sender is told by its eventId if it has one. */
  unfit(frame: unknown, refusal: Refused): void {
    const read = readEnvelope(frame);
    if (read.kind === 'event') this.#refuse(read.envelope, refusal);
    else this.misread(refusal.message);
  }

  /** A frame to which no answer can be addressed. */
  misread(why: string): void {
    this.sendText(JSON.stringify(gatewayFrame(why, this.id, this.ports.random)));
    this.#countRefused();
  }

  /** Resolves when everything that was asked is answered. */
  async idle(): Promise<void> {
    while (this.#working !== null) await this.#working;
  }

  close(code: number, reason: string): void {
    this.#line.close(code, reason);
  }

  /** The socket is gone. */
  gone(): void {
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    this.#audience?.leave(this);
    this.#house.audiences.left(this);
    this.#onGone();
  }

  sendText(text: string): void {
    if (!this.#line.open) return;
    if (this.#line.waitingBytes > UNREAD_BYTES) this.close(CLOSE.slowReader, 'slow reader');
    else this.#line.send(text);
  }

  /** Pushes about this thread come here from now on. */
  follow(thread: Thread): void {
    this.#audience?.follow(thread);
  }

  /** A page of a thread goes out; `before`: where the next older one begins, null: nowhere. */
  showed(conversationId: string, before: number | null): void {
    this.#shownDownTo.delete(conversationId);
    this.#shownDownTo.set(conversationId, before ?? 1);
    const [oldest] = this.#shownDownTo.keys();
    if (this.#shownDownTo.size > MOST_SHOWN && oldest !== undefined) this.#shownDownTo.delete(oldest);
  }

  /** The client was shown this thread down to this seq, or everything after it; null: no page of it is remembered. */
  shownDownTo(conversationId: string): number | null {
    return this.#shownDownTo.get(conversationId) ?? null;
  }

  /** As it was told last; null: unknown here, or nobody is to answer in it. */
  openThread(externalId: string): Thread | null {
    return this.#audience?.openThread(externalId) ?? null;
  }

  /** Holds back the echo until the answer to its message is out. */
  sending<T>(work: () => Promise<T>): Promise<T> {
    return this.#audience ? this.#audience.holding(work) : work();
  }

  /** Its echo will come even if the hint of a new thread is lost. */
  sent({ conversationId, seq }: { conversationId: string; seq: number }): void {
    this.#audience?.ensure(conversationId, seq);
  }

  /** The name in an event is the current one; whom a provider has named keeps that name. */
  async keepName(name: NameOfCustomer | null): Promise<void> {
    if (name === null || this.customer === null) return;
    // What this socket said before is no news, though another may have said otherwise since.
    const { actor, person } = this.customer;
    const { identity } = this.channel;
    const hasProvider = identity === 'oauth' || identity === 'secured_oauth';
    if (hasProvider && person.firstName !== '') return;
    const firstName = name.firstName || person.firstName;
    const lastName = name.lastName || person.lastName;
    const imageUrl = name.imageUrl ?? person.imageUrl;
    if (firstName === person.firstName && lastName === person.lastName && imageUrl === person.imageUrl) return;
    const { externalId } = actor;
    const renamed = await this.ports.updateName(actor, { externalId, firstName, lastName, imageUrl });
    this.customer = { actor: { ...actor, name: nameOf(renamed) }, person: renamed };
    this.#audience?.rename(renamed);
  }

  /** What was just said of the customer: known here without being read again. */
  noteFields(fields: readonly FieldValue[]): void {
    const { person } = this.known();
    const all = new Map([...person.fields, ...fields].map((field) => [field.ident, field]));
    this.#audience?.rename({ ...person, fields: [...all.values()] });
  }

  /** What the client says of its device, for the visitor's trail. */
  rememberDevice(data: Json): void {
    const { visitor, ports } = this;
    if (!isUuid(visitor.visitorId) || visitor.visitorId === NO_VISITOR) return;
    const { actor } = this.known();
    const facts = visitorFactsOf(data);
    const remember = async () => {
      if (Object.keys(facts.device ?? {}).length > 0) await ports.rememberVisitor(visitor, facts);
      await ports.identifyVisitor(actor);
    };
    remember().catch((error: unknown) => ports.log.debug({ error }, 'A device could not be remembered.'));
  }

  /** An agent asks the visitor in. */
  invite({ id, text, agentName }: Pick<Invitation, 'id' | 'text' | 'agentName'>): void {
    if (!this.channel.proactive) return;
    const action = {
      actionId: id,
      actionName: 'Invitation',
      actionType: 'CustomPopupBox',
      bodyText: text,
      headlineText: agentName,
    } as const;
    this.#fire(proactiveData(action, this.destinationId));
  }

  #take(envelope: Envelope, bytes: number): void {
    if (this.#waiting.length >= MOST_WAITING || this.#waitingBytes + bytes > MOST_WAITING_BYTES)
      throw new Refused('overloaded');
    this.#waiting.push({ envelope, bytes });
    this.#waitingBytes += bytes;
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    // Later, so that the caller has noted that there is work.
    await Promise.resolve();
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      this.#waitingBytes -= next.bytes;
      if (this.open) await this.#answer(next.envelope);
    }
    this.#working = null;
  }

  async #answer(event: Envelope): Promise<void> {
    if (event.destinationId !== null) this.#destinationId = event.destinationId;
    let timer: NodeJS.Timeout | undefined;
    try {
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Refused('store_unavailable')), ANSWER_MILLISECONDS);
      });
      const answer = await Promise.race([this.#handle(event), late]);
      await this.#sendAnswer(event, answer);
      this.#greet();
    } catch (error) {
      this.#refuse(event, error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #handle(event: Envelope): Promise<Answer> {
    // A refused handshake is final for some of these clients, and says nothing: so this is told to each event.
    assertServed(this.channel, this.dialect, this.#sdkVersion);
    const type = eventTypeOf(event.eventType);
    if (type === null) throw new Refused('unknown_frame', { message: 'There is no event of this type.' });
    return HANDLERS[type](this, event);
  }

  async #sendAnswer({ eventId }: Envelope, answer: Answer): Promise<void> {
    const frame = answerFrame(eventId, answer, this.ports.clock);
    if ('ack' in answer || this.customer === null) return this.sendText(JSON.stringify(frame));
    this.sendText(await wireText(this.ports, this.customer.actor.tenantId, frame, answer.type));
  }

  #refuse({ eventId, eventType, data }: Envelope, error: unknown): void {
    const type = eventTypeOf(eventType);
    if (!(error instanceof Refused) && !(error instanceof TooOld))
      this.ports.log.error({ error, eventType: type }, 'An event of a chat client failed.');
    const failure = failureOf(error, type, this.dialect);
    this.sendText(JSON.stringify(errorFrame(eventId, failure, threadNamed(data), this.ports.random)));
    // An honest client is refused now and then; only what could not have been meant counts.
    if (error instanceof Refused && BLUNDERS.has(error.code)) this.#countRefused();
  }

  #countRefused(): void {
    this.#refused += 1;
    if (this.#refused === MOST_REFUSED) this.close(CLOSE.abuse, 'too many refused frames');
  }

  /** Once, after it is known who it is. */
  #greet(): void {
    if (!this.#greeting) return;
    this.#greeting = false;
    const action = welcomeAction(this.channel, this.destinationId);
    if (action !== null) this.#fire(action);
  }

  #fire(data: object): void {
    const at = this.ports.clock.now();
    const push = { eventType: 'FireProactiveAction', eventObject: 'ChatWindow', at, data } as const;
    this.sendText(JSON.stringify(pushFrame(push, this.ports.random)));
  }
}

const BLUNDERS: ReadonlySet<string> = new Set([
  'frame_too_large',
  'malformed_json',
  'too_deep',
  'rate_limited',
  'overloaded',
  'unknown_frame',
  'invalid_request',
  'not_authenticated',
]);

function threadNamed(data: Json): object {
  try {
    const idOnExternalPlatform = threadIn(data);
    return idOnExternalPlatform === null ? {} : { thread: { idOnExternalPlatform } };
  } catch {
    return {};
  }
}
