import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { brokenAnswer } from './answers.ts';
import { brokenEnvelope, firstBroken } from './rules.ts';
import { Broken, type ChannelName, type Json, type Person, type Platform, Refused, type Site } from './site.ts';

export interface Opening {
  readonly site: Site;
  readonly channel: ChannelName;
  readonly person: Person;
  /** How long a test waits for what a published client would wait for longer, or for ever. */
  readonly patienceMs?: number;
  /** Heartbeats come much faster than in the published clients, so that a test sees several. */
  readonly heartbeatMs?: number;
  /** Given by the app for channels with authorization. */
  readonly code?: string;
  /** Of POST /oauth/token, for secured channels. */
  readonly transactionToken?: string;
  readonly reconnects?: boolean;
}

interface Asked {
  readonly eventType: string;
  readonly answers: Json[];
  /** The socket went away before the answer: the client may ask again. */
  lost: boolean;
}

/**
 * What the published clients have in common: one raw socket, the rules of every frame, exactly one answer per eventId, large events by download.
 * The first rule that the server breaks fails everything that waits, and `sound()`.
 */
export abstract class Client {
  abstract readonly platform: Platform;
  abstract readonly sdkVersion: string;
  readonly opening: Opening;
  readonly channelId: string;
  readonly visitId = randomUUID();
  readonly destinationId = randomUUID();
  /** Every frame, in the order in which it came; a large event as what was downloaded. */
  readonly frames: Json[] = [];
  readonly pushes: Json[] = [];
  readonly large: { url: string; bytes: number; frame: Json }[] = [];
  readonly broken: string[] = [];
  readonly asked = new Map<string, Asked>();
  pongs = 0;
  opens = 0;
  accessToken: string | null = null;
  protected ws: WebSocket | null = null;
  protected leaving = false;
  protected readonly patienceMs: number;
  readonly #waiting = new Set<() => void>();
  /** The socket that was open last: one that never opened is no drop. */
  #opened: WebSocket | null = null;
  closedWith: number | null = null;
  #downloads = 0;
  #beat: NodeJS.Timeout | undefined;

  constructor(opening: Opening) {
    this.opening = opening;
    this.channelId = opening.site.channels[opening.channel];
    this.patienceMs = opening.patienceMs ?? 10_000;
  }

  // ── what differs by client ──────────────────────────────────────────────────────────────────────────────────────

  protected abstract addressParameters(): Record<string, string>;
  protected abstract identityKey(eventType: string): 'consumerIdentity' | 'customerIdentity';
  protected abstract extras(): object;
  /** Called for each push after its rules were looked at. */
  protected onPush(_push: Json): void {}
  protected onOpen(): void {}
  /** What a request of this type comes to, as this client sees it. `type` null: a bare acknowledgement. */
  abstract ask(eventType: string, data: Json, type: string | null): Promise<Json>;
  abstract readonly closeCode: number;

  // ── the socket ──────────────────────────────────────────────────────────────────────────────────────────────────

  address(): string {
    const { site, person, transactionToken } = this.opening;
    const query = new URLSearchParams({
      brandId: String(site.brandId),
      channelId: this.channelId,
      visitorId: person.visitorId,
      sdkPlatform: this.platform,
      sdkVersion: this.sdkVersion,
      ...this.addressParameters(),
      ...(transactionToken === undefined ? {} : { transactionToken }),
    });
    return `${site.gateway}?${query}`;
  }

  get secured(): boolean {
    return this.opening.channel === 'secured' || this.opening.channel === 'oauth';
  }

  /** A failed first handshake is final. */
  async connect(): Promise<void> {
    const ws = new WebSocket(this.address());
    this.ws = ws;
    ws.on('message', (data) => this.receive(String(data)));
    ws.on('close', (code) => this.#closed(ws, code));
    await new Promise<void>((resolve, reject) => {
      ws.once('open', resolve);
      ws.once('error', reject);
      ws.once('unexpected-response', (_request, response) => {
        response.destroy();
        reject(new Refused(`upgrade ${response.statusCode}`, {}));
      });
    });
    this.#opened = ws;
    this.opens += 1;
    this.onOpen();
    this.look();
  }

  #closed(ws: WebSocket, code: number): void {
    if (this.#opened !== ws) return;
    this.closedWith = code;
    clearInterval(this.#beat);
    for (const one of this.asked.values()) if (one.answers.length === 0) one.lost = true;
    this.look();
    if (this.leaving || !this.opening.reconnects || this.closeIsFinal(code)) return;
    void this.#again(1);
  }

  protected closeIsFinal(_code: number): boolean {
    return false;
  }

  /** As the published clients do it, only sooner: twenty tries, each with a new socket. */
  async #again(attempt: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, Math.min(2000, 100 * 1.3 ** attempt)));
    if (this.leaving) return;
    try {
      await this.connect();
    } catch (error) {
      if (attempt >= 40) this.breaks(`1.2: the client gave up after ${attempt} tries to reconnect: ${error}`);
      else void this.#again(attempt + 1);
    }
  }

  get isOpen(): boolean {
    return this.ws?.readyState === WebSocket.OPEN;
  }

  /** Starts the text heartbeat; each must be answered with the JSON string "pong". */
  protected beat(everyMs: number): void {
    clearInterval(this.#beat);
    const send = () => this.isOpen && this.ws?.send('{"action":"heartbeat"}');
    this.#beat = setInterval(send, this.opening.heartbeatMs ?? everyMs);
    this.#beat.unref();
  }

  send(eventType: string, data: Json, action = 'chatWindowEvent', eventId: string = randomUUID()): string {
    const { site, person } = this.opening;
    const payload: Json = {
      eventType,
      brand: { id: site.brandId },
      channel: { id: this.channelId },
      [this.identityKey(eventType)]: {
        idOnExternalPlatform: person.customerId,
        firstName: person.firstName,
        lastName: person.lastName,
        ...(this.platform === 'web' ? { image: '' } : {}),
      },
      ...this.extras(),
      ...(data === undefined ? {} : { data }),
    };
    this.asked.set(eventId, { eventType, answers: [], lost: !this.isOpen });
    if (this.isOpen) this.ws?.send(JSON.stringify({ action, eventId, payload }));
    return eventId;
  }

  // ── what arrives ────────────────────────────────────────────────────────────────────────────────────────────────

  receive(text: string): void {
    this.#read(text);
    this.look();
  }

  #read(text: string): void {
    let frame: Json;
    try {
      frame = JSON.parse(text);
    } catch {
      this.breaks(`1.3: every inbound frame is JSON, but this came: ${text.slice(0, 80)}`);
      return;
    }
    if (frame === 'pong') {
      if (text !== '"pong"') this.breaks(`1.3: a heartbeat is answered with exactly "pong", not ${text}`);
      this.pongs += 1;
      return;
    }
    if (frame?.eventId === undefined && frame?.eventType !== 'SetPositionInQueue') {
      this.breaks(`1.5: a frame without eventId: ${text.slice(0, 200)}`);
      return;
    }
    const wrong = brokenEnvelope(frame, this.platform);
    if (wrong) this.breaks(wrong);
    else if (frame.eventType === 'EventInS3') void this.#download(frame);
    else this.#take(frame);
  }

  #take(frame: Json): void {
    this.frames.push(frame);
    const inDates = firstBroken(frame);
    if (inDates) this.breaks(`${inDates} (in ${frame.eventType ?? frame.postback?.eventType ?? 'an acknowledgement'})`);
    const asked = this.asked.get(frame.eventId);
    const isAnswer = frame.postback !== undefined || frame.error !== undefined || frame.eventType === undefined;
    if (asked) this.#answered(asked, frame);
    else if (isAnswer)
      this.breaks(
        `6.7: answers go only to the socket that asked, under its eventId; nobody here asked for ${JSON.stringify(frame).slice(0, 200)}`,
      );
    if (frame.eventType !== undefined) {
      if (asked) this.breaks(`6.3: the push ${frame.eventType} carries the eventId of the request ${asked.eventType}`);
      this.pushes.push(frame);
      this.#pushRules(frame);
      this.onPush(frame);
    }
    this.look();
  }

  #answered(asked: Asked, frame: Json): void {
    asked.answers.push(frame);
    if (asked.answers.length > 1)
      this.breaks(`1.5: every request needs exactly one answer; ${asked.eventType} got ${asked.answers.length}`);
    const type = frame.postback?.eventType;
    if (typeof type !== 'string') return;
    const wrong = brokenAnswer(type, frame, this.platform, this.opening.channel === 'legacyoauth');
    if (wrong) this.breaks(wrong);
  }

  #pushRules({ eventType, data }: Json): void {
    if (eventType === 'FireProactiveAction') this.#proactiveRules(data.proactiveAction?.action);
    if (!/^SenderTyping/.test(eventType)) return;
    if (data.direction !== 'outbound')
      this.breaks(
        `4.3: ${eventType} needs direction "outbound", or web ignores it; the customer's own typing is never echoed`,
      );
    if (!data.user) this.breaks(`4.3: ${eventType} needs the user, or native ignores it`);
  }

  #proactiveRules(action: Json): void {
    for (const key of ['actionId', 'actionName', 'actionType'])
      if (typeof action?.[key] !== 'string') this.breaks(`4.3: FireProactiveAction needs action.${key}`);
    if (typeof action?.data?.content?.bodyText !== 'string')
      this.breaks('4.3: FireProactiveAction needs data.content.bodyText');
    if (this.platform !== 'web' && !/^(WelcomeMessage|CustomPopupBox)$/.test(action?.actionType))
      this.breaks(`4.3: native does not decode a proactive action of type ${action?.actionType}`);
  }

  /** A large event: fetched without credentials, and then treated as if it had come over the socket. */
  async #download(envelope: Json): Promise<void> {
    const url = envelope.data?.s3Object?.url;
    if (typeof envelope.data?.originEvent?.eventType !== 'string')
      this.breaks('1.7: EventInS3 needs data.originEvent.eventType');
    if (typeof url !== 'string') {
      this.breaks('1.7: EventInS3 needs data.s3Object.url');
      return;
    }
    this.#downloads += 1;
    try {
      const response = await fetch(url, { credentials: 'omit' });
      if (!response.ok) throw new Error(`without credentials ${response.status} came`);
      const text = await response.text();
      const frame = JSON.parse(text);
      this.large.push({ url, bytes: Buffer.byteLength(text), frame });
      const wrong = brokenEnvelope(frame, this.platform);
      if (wrong) this.breaks(wrong);
      this.#take(frame);
    } catch (error) {
      this.breaks(`1.7: the large event could not be read: ${error}`);
    } finally {
      this.#downloads -= 1;
      this.look();
    }
  }

  // ── waiting ─────────────────────────────────────────────────────────────────────────────────────────────────────

  breaks(sentence: string): void {
    this.broken.push(`${this.platform}: ${sentence}`);
    this.look();
  }

  protected look(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** What `look` finds, looked for after each frame; a broken rule or a patience that ends fails it. */
  until<T>(look: () => T | undefined | false | null, otherwise: string, longestMs = this.patienceMs): Promise<T> {
    const patienceMs = this.opening.patienceMs === undefined ? longestMs : Math.min(longestMs, this.patienceMs);
    return new Promise((resolve, reject) => {
      const done = (act: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(again);
        act();
      };
      const timer = setTimeout(() => {
        const last = this.frames.slice(-4).map((frame) => JSON.stringify(frame).slice(0, 300));
        done(() => reject(new Broken(`${this.platform}: ${otherwise}; the last frames:\n${last.join('\n')}`)));
      }, patienceMs);
      const again = () => {
        if (this.broken.length > 0) return done(() => reject(new Broken(this.broken[0])));
        try {
          const found = look();
          if (found !== undefined && found !== false && found !== null) done(() => resolve(found));
        } catch (error) {
          done(() => reject(error as Error));
        }
      };
      this.#waiting.add(again);
      again();
    });
  }

  /** The first push, earlier or to come, that fits. */
  push(eventType: string, fits: (data: Json) => boolean = () => true): Promise<Json> {
    const look = () => this.pushes.find((push) => push.eventType === eventType && fits(push.data));
    return this.until(look, `4.3: the push ${eventType} did not come`);
  }

  answerOf(eventId: string): Json | undefined {
    return this.asked.get(eventId)?.answers[0];
  }

  /** Every request was answered exactly once, and no rule was broken. */
  async sound(): Promise<void> {
    const open = () => [...this.asked.values()].filter((one) => one.answers.length === 0 && !one.lost);
    await this.until(
      () => open().length === 0 && this.#downloads === 0,
      '1.5: every request needs exactly one answer; without one a web client hangs for ever',
      Math.min(this.patienceMs, 4000),
    ).catch((error: Error) => {
      const names = open().map((one) => one.eventType);
      throw names.length > 0 ? new Broken(`${error.message}\nUnanswered: ${names.join(', ')}`) : error;
    });
    if (this.broken.length > 0) throw new Broken(this.broken.join('\n'));
  }

  /** As when the network goes: no goodbye. */
  cut(): void {
    this.ws?.terminate();
  }

  async leave(): Promise<void> {
    this.leaving = true;
    clearInterval(this.#beat);
    const { ws } = this;
    if (!ws || ws.readyState === WebSocket.CLOSED) return;
    const closed = new Promise((resolve) => ws.once('close', resolve));
    ws.close(this.closeCode);
    const hard = setTimeout(() => ws.terminate(), 2000);
    await closed;
    clearTimeout(hard);
  }
}
