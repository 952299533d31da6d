import { ChatClient, same } from './chat.ts';
import { type Json, type Platform, Refused } from './site.ts';

/**
 * The web client: consumerIdentity everywhere; a request resolves with the first frame of its eventId, whatever that is, and never times out;
 * without a secured session its heartbeat waits for authorizationStatus.
 */
export class WebClient extends ChatClient {
  readonly platform: Platform = 'web';
  readonly sdkVersion: string = '3.3.0';
  readonly closeCode = 1000;
  protected readonly seenName = 'MessageSeenByConsumer';
  protected readonly reconnectName = 'ReconnectConsumer';
  protected readonly contactFieldsName = 'SetConsumerContactCustomFields';
  protected readonly customerFieldsName = 'SetConsumerCustomFields';
  /** Threads that this client made and whose contact it was not told of yet. */
  readonly #unborn = new Set<string>();
  readonly #written = new Set<string>();
  heartbeats = false;

  protected addressParameters(): Record<string, string> {
    return { v: 'app-1', ...(this.secured ? {} : { customerId: this.opening.person.customerId }) };
  }
  protected identityKey(): 'consumerIdentity' {
    return 'consumerIdentity';
  }
  protected extras(): object {
    return { visitor: { id: this.opening.person.visitorId }, visit: {}, destination: {} };
  }
  protected get authorizedFrom(): Json {
    return {
      authorization: { authorizationCode: this.opening.code ?? null, codeVerifier: null },
      disableChannelInfo: true,
      sdkVersion: this.sdkVersion,
      sdkPlatform: 'web',
    };
  }
  protected noThread(): Json {
    return {};
  }

  protected override onOpen(): void {
    // What was told to the socket before is learnt from a recovery.
    this.#unborn.clear();
    this.heartbeats = this.secured;
    if (this.heartbeats) this.beat(15_000);
  }

  async ask(eventType: string, data: Json, type: string | null): Promise<Json> {
    const eventId = this.send(
      eventType,
      data ?? {},
      eventType === 'AuthorizeCustomer' ? 'register' : 'chatWindowEvent',
    );
    const frame = await this.until(
      () => this.answerOf(eventId) ?? this.#droppedOf(eventId),
      `1.5: ${eventType} was not answered under its eventId; the web client's promise hangs for ever`,
    );
    if (frame.error) throw new Refused(frame.error.errorCode, frame);
    if (type !== null && type !== 'ConsumerReconnected' && frame.postback?.eventType !== type)
      this.breaks(`3: ${eventType} is answered with ${type}, not with ${frame.postback?.eventType ?? 'a bare frame'}`);
    const { eventId: _id, postback, data: plain, ...rest } = frame;
    if (!this.heartbeats && frame.authorizationStatus === 'authorized') {
      this.heartbeats = true;
      this.beat(15_000);
    }
    return { ...rest, ...plain, ...postback?.data };
  }

  #droppedOf(eventId: string): never | undefined {
    if (this.asked.get(eventId)?.lost) throw new Refused('SocketLost', {});
    return undefined;
  }

  override writing(...given: Parameters<ChatClient['writing']>): Json {
    const data = super.writing(...given);
    const threadId = data.thread.idOnExternalPlatform.toLowerCase();
    if (!this.contactOf.has(threadId) && !this.#written.has(threadId)) this.#unborn.add(threadId);
    this.#written.add(threadId);
    return data;
  }

  protected override onPush(push: Json): void {
    super.onPush(push);
    const { eventType, data } = push;
    const threadId =
      data.thread?.idOnExternalPlatform ??
      data.case?.threadIdOnExternalPlatform ??
      data.message?.threadIdOnExternalPlatform;
    if (eventType === 'CaseCreated') this.#unborn.delete(threadId?.toLowerCase());
    if (eventType !== 'MessageCreated') return;
    if (threadId === undefined) {
      this.breaks('4.3: a web listener finds the thread at data.thread or data.case; MessageCreated has neither');
      return;
    }
    if (this.#unborn.has(threadId.toLowerCase()) && !this.contactOf.has(threadId.toLowerCase()))
      this.breaks(
        '4.3: CaseCreated comes before the first MessageCreated of a thread, or web cannot end it or set its fields',
      );
    if (data.message.hasAdditionalMessageContent !== false) void this.#fetchMessage(data.message);
  }

  /** 4.6: what the web client does for each message that does not say that it is whole. */
  async #fetchMessage(message: Json): Promise<void> {
    const { site } = this.opening;
    const url = `${site.chat}/1.0/brand/${site.brandId}/messages/${message.id}`;
    try {
      const thread = { idOnExternalPlatform: message.threadIdOnExternalPlatform };
      const { authorizationToken } = await this.ask(
        'GenerateAuthorizationToken',
        { thread, url },
        'AuthorizationTokenGenerated',
      );
      const response = await fetch(url, { headers: { authorization: `Bearer ${authorizationToken.token}` } });
      const whole = (await response.json()) as Json;
      if (
        !response.ok ||
        !same(whole.idOnExternalPlatform ?? whole.message?.idOnExternalPlatform, message.idOnExternalPlatform)
      )
        throw new Error(`${response.status}`);
    } catch (error) {
      this.breaks(
        `4.6: without hasAdditionalMessageContent:false the web client fetches the message, and that failed (${error}): the event is lost`,
      );
    }
  }
}
