import { ChatClient } from './chat.ts';
import { type Json, type Platform, Refused } from './site.ts';

const CONSUMER_SPELLED = new Set([
  'EndContact',
  'ExecuteTrigger',
  'SendOutbound',
  'ReconnectConsumer',
  'RefreshToken',
  'StoreVisitorEvents',
]);

/** Which error ends which request: Android knows errors by their code only. */
const ERRORS: Readonly<Record<string, readonly string[]>> = {
  AuthorizeCustomer: ['ConsumerAuthorizationFailed', 'CustomerAuthorizationFailed'],
  ReconnectConsumer: ['ConsumerReconnectionFailed', 'CustomerReconnectionFailed'],
  RefreshToken: ['TokenRefreshingFailed'],
  SendMessage: ['SendingMessageFailed'],
  SendOutbound: ['SendingOutboundFailed'],
  RecoverThread: ['RecoveringThreadFailed'],
  RecoverLivechat: ['RecoveringLivechatFailed'],
  LoadThreadMetadata: ['MetadataLoadFailed'],
  UpdateThread: ['UpdatingThreadFailed'],
  ArchiveThread: ['ArchivingThreadFailed'],
  SendTranscript: ['SendingTranscriptFailed'],
};
const BY_EVENT_ID = new Set(['ArchiveThread', 'SendTranscript']);

/** The Android client: protocol pings, answers known by their type and errors by their code; only archive and transcript by eventId. */
export class AndroidClient extends ChatClient {
  readonly platform: Platform = 'android';
  readonly sdkVersion = '3.2.2';
  readonly closeCode = 1000;
  protected readonly seenName = 'MessageSeenByCustomer';
  protected readonly reconnectName = 'ReconnectConsumer';
  protected readonly contactFieldsName = 'SetContactCustomFields';
  protected readonly customerFieldsName = 'SetCustomerCustomFields';
  #pinger: NodeJS.Timeout | undefined;
  #unanswered = 0;

  protected addressParameters(): Record<string, string> {
    return {};
  }
  protected identityKey(eventType: string): 'consumerIdentity' | 'customerIdentity' {
    return CONSUMER_SPELLED.has(eventType) ? 'consumerIdentity' : 'customerIdentity';
  }
  protected extras(): object {
    return { visitor: { id: this.opening.person.visitorId }, destination: { id: this.destinationId } };
  }
  protected get authorizedFrom(): Json {
    const { code } = this.opening;
    return {
      authorization: { ...(code ? { authorizationCode: code, codeVerifier: 'verifier' } : {}) },
      browserFingerprint: { applicationType: 'native', os: 'Android', osVersion: '14', deviceType: 'mobile' },
      disableChannelInfo: true,
      sdkVersion: this.sdkVersion,
      sdkPlatform: 'android',
    };
  }
  protected noThread(): Json {
    return { thread: { client_type: 'no_thread_id' } };
  }
  protected override threadRef(threadId: string): Json {
    return { idOnExternalPlatform: threadId, client_type: 'thread_id' };
  }

  /** A normal close by the server is final. */
  protected override closeIsFinal(code: number): boolean {
    return code === 1000;
  }

  protected override onOpen(): void {
    const { ws } = this;
    clearInterval(this.#pinger);
    this.#unanswered = 0;
    ws?.on('pong', () => {
      this.#unanswered = 0;
      this.pongs += 1;
      this.look();
    });
    this.#pinger = setInterval(() => {
      if (!this.isOpen) return;
      if (this.#unanswered > 20)
        return this.breaks('1.3: Android sends WebSocket pings; the server answers with pongs');
      this.#unanswered += 1;
      ws?.ping();
    }, this.opening.heartbeatMs ?? 10_000);
    this.#pinger.unref();
  }

  override async leave(): Promise<void> {
    clearInterval(this.#pinger);
    await super.leave();
  }

  async ask(eventType: string, data: Json, type: string | null): Promise<Json> {
    const from = this.frames.length;
    const eventId = this.send(eventType, data, eventType === 'AuthorizeCustomer' ? 'register' : 'chatWindowEvent');
    const codes = ERRORS[eventType] ?? [];
    const fits = (frame: Json) => {
      if (BY_EVENT_ID.has(eventType) && frame.eventId !== eventId) return false;
      if (frame.error) return codes.includes(frame.error.errorCode) || frame.eventId === eventId;
      return type === null ? frame.eventId === eventId : frame.postback?.eventType === type;
    };
    const frame = await this.until(
      () => {
        const found = this.frames.slice(from).find(fits);
        if (found) return found;
        const asked = this.asked.get(eventId);
        if (asked?.lost) throw new Refused('SocketLost', {});
        return undefined;
      },
      `3: Android waits for ${type ?? 'the acknowledgement'} after ${eventType}, which did not come`,
    );
    if (frame.error) {
      if (!codes.includes(frame.error.errorCode))
        this.breaks(`6.4: Android does not know the code ${frame.error.errorCode} as a failure of ${eventType}`);
      throw new Refused(frame.error.errorCode, frame);
    }
    if (type === null && frame.postback && eventType !== 'UpdateThread')
      this.breaks(`6.3: the acknowledgement of ${eventType} carries no postback`);
    return frame.postback?.data ?? {};
  }
}
