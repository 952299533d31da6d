import type { Clock, Random } from '@alongside/domain';
import { wireDate, wireDateWithMilliseconds } from './dates.ts';

/** What an event yields: a typed answer, or the bare acknowledgement that iOS wants after a message. */
export type Answer =
  | { readonly ack: true }
  | {
      readonly type: string;
      readonly data?: object;
      /** Beside the postback: what clients look for at the top level. */
      readonly top?: object;
    };
export const ACK: Answer = { ack: true };

export function answerFrame(eventId: string, answer: Answer, clock: Clock): object {
  const createdAt = wireDate(clock.now());
  if ('ack' in answer) return { eventId, createdAt };
  const { type, data, top } = answer;
  return { eventId, createdAt, ...top, postback: { eventType: type, ...(data === undefined ? {} : { data }) } };
}

export interface WireFailure {
  readonly errorCode: string;
  readonly errorMessage: string;
}

export const errorFrame = (
  eventId: string,
  { errorCode, errorMessage }: WireFailure,
  inputData: object,
  random: Random,
): object => ({ eventId, error: { errorCode, errorMessage, transactionId: random.uuid() }, inputData });

/** For a frame that names no event: nothing could be addressed by an eventId. */
export const gatewayFrame = (message: string, connectionId: string, random: Random): object => ({
  message,
  connectionId,
  requestId: random.uuid(),
});

/** What happened, told unasked. */
export interface Push {
  readonly eventType: string;
  /** null: this event carries none. Another word than clients know would be dropped. */
  readonly eventObject: 'Case' | 'Message' | 'SenderAction' | 'Thread' | 'ChatWindow' | null;
  readonly at: string | Date;
  readonly data: object;
}

export const pushFrame = ({ eventType, eventObject, at, data }: Push, random: Random): object => ({
  eventId: random.uuid(),
  ...(eventObject === null ? {} : { eventObject }),
  eventType,
  createdAt: wireDate(at),
  createdAtWithMilliseconds: wireDateWithMilliseconds(at),
  data,
  context: [],
  traceId: random.uuid(),
});

/** In place of a frame that is too large for the wire: where its body may be fetched, without credentials. */
export const storedFrame = (url: string, eventType: string, clock: Clock, random: Random): object => ({
  eventId: random.uuid(),
  eventObject: 'S3Object',
  eventType: 'EventInS3',
  createdAt: wireDate(clock.now()),
  createdAtWithMilliseconds: wireDateWithMilliseconds(clock.now()),
  data: { s3Object: { url }, originEvent: { eventType } },
});
