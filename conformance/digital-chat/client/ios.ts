import { ChatClient } from './chat.ts';
import { type Json, type Platform, Refused } from './site.ts';

/** 6.4: the only codes that iOS takes for errors. */
export const IOS_CODES: readonly string[] = [
  'CustomerAuthorizationFailed',
  'ConsumerAuthorizationFailed',
  'CustomerReconnectionFailed',
  'ConsumerReconnectionFailed',
  'TokenRefreshingFailed',
  'RecoveringThreadFailed',
  'RecoveringLivechatFailed',
  'InconsistentData',
  'SendingTranscriptFailed',
];
const CONSUMER_SPELLED = new Set(['EndContact', 'SendOutbound', 'SendTranscript', 'RefreshToken', 'ReconnectCustomer']);
const PONG_MS = 5000;

/** The iOS client: the literal "pong" within 5 s, the right type under the right eventId within 10 s, strict decoders. */
export class IosClient extends ChatClient {
  readonly platform: Platform = 'ios';
  readonly sdkVersion = '3.3.1';
  readonly closeCode = 1001;
  protected readonly seenName = 'MessageSeenByCustomer';
  protected readonly reconnectName = 'ReconnectCustomer';
  protected readonly contactFieldsName = 'SetContactCustomFields';
  protected readonly customerFieldsName = 'SetCustomerCustomFields';

  protected addressParameters(): Record<string, string> {
    return {};
  }
  protected identityKey(eventType: string): 'consumerIdentity' | 'customerIdentity' {
    return CONSUMER_SPELLED.has(eventType) ? 'consumerIdentity' : 'customerIdentity';
  }
  protected extras(): object {
    return {
      visitor: { id: this.opening.person.visitorId },
      visit: { id: this.visitId },
      destination: { id: this.destinationId },
    };
  }
  protected get authorizedFrom(): Json {
    const { code } = this.opening;
    return {
      ...(code ? { authorization: { authorizationCode: code, codeVerifier: 'verifier' } } : {}),
      disableChannelInfo: true,
      sdkVersion: this.sdkVersion,
      sdkPlatform: 'ios',
    };
  }
  protected noThread(): Json {
    return undefined;
  }

  protected override onOpen(): void {
    this.beat(10_000);
  }

  /** One heartbeat, and the literal answer in time. */
  async heartbeat(): Promise<void> {
    const before = this.pongs;
    this.ws?.send('{"action":"heartbeat"}');
    await this.until(
      () => this.pongs > before,
      '1.3: iOS reconnects when the literal "pong" does not come within 5 s',
      PONG_MS,
    );
  }

  async ask(eventType: string, data: Json, type: string | null): Promise<Json> {
    const eventId = this.send(eventType, data, eventType === 'AuthorizeCustomer' ? 'register' : 'chatWindowEvent');
    const frame = await this.until(
      () => {
        if (this.asked.get(eventId)?.lost) throw new Refused('SocketLost', {});
        return this.answerOf(eventId);
      },
      `1.5: iOS waits 10 s for ${type ?? 'the acknowledgement'} of ${eventType} under its eventId; it did not come`,
      Math.min(this.patienceMs, 10_000),
    );
    if (frame.error) {
      if (!IOS_CODES.includes(frame.error.errorCode))
        this.breaks(
          `6.4: iOS takes ${frame.error.errorCode} for a plain frame: ${type === null ? `${eventType} counts as delivered` : `it waits for ${type} until it times out`}`,
        );
      throw new Refused(frame.error.errorCode, frame);
    }
    const got = frame.postback?.eventType;
    if (type !== null && got !== type)
      this.breaks(`3: iOS needs ${type} as the answer to ${eventType}, and times out on ${got ?? 'a bare frame'}`);
    if (type === null && (frame.postback || frame.eventType) && eventType !== 'UpdateThread')
      this.breaks(`6.3: iOS accepts only a bare frame for ${eventType}: no eventType and no postback`);
    return frame.postback?.data ?? {};
  }
}
