import { type Channel, Refused } from '@alongside/domain';
import { ERRORS, type ErrorCode, HTTP_STATUS, type WireError } from '@alongside/protocol';
import type { DigitalChatPorts } from '../ports.ts';
import { SDK_TOO_OLD } from '../rendering/errors.ts';
import { assertServed, TooOld } from '../sdk-version.ts';
import { type ChatHandler, type ChatRequest, type ChatResponse, failed } from './exchange.ts';

/** Turns refusals into this wire's errors: `INCONSISTENT` unless something better is known. */
export const guarded =
  (ports: DigitalChatPorts, errorCode: string, handle: ChatHandler): ChatHandler =>
  async (request) => {
    try {
      return await handle(request);
    } catch (error) {
      const transactionId = ports.random.uuid();
      if (error instanceof TooOld) return failed(400, SDK_TOO_OLD, error.message, transactionId);
      if (error instanceof Refused) {
        const { kind, message } = ERRORS[error.code];
        return failed(HTTP_STATUS[kind], errorCode, error.detail.message ?? message, transactionId);
      }
      ports.log.error({ error, transactionId }, 'A request of a chat client failed.');
      return failed(500, errorCode, ERRORS.internal.message, transactionId);
    }
  };

/** What a front door refused before any handler was asked, as this wire tells it. */
export const refusedAtTheDoor = (status: number, { message, requestId }: WireError): ChatResponse =>
  failed(status, 'InconsistentData', message, requestId ?? '');

export function brandIn(text: string | undefined): number {
  const brandId = Number(text);
  if (!Number.isSafeInteger(brandId) || brandId <= 0) throw noChannel();
  return brandId;
}

/** Refuses what names no channel, and throws TooOld for clients that the channel does not serve any more. */
export async function channelOf(
  ports: DigitalChatPorts,
  { brandId, channelId }: ChatRequest['params'],
  { 'x-sdk-platform': platform, 'x-sdk-version': version }: ChatRequest['headers'],
): Promise<Channel> {
  const channel =
    channelId === undefined || channelId.length > 64 ? null : await ports.channel(brandIn(brandId), channelId);
  if (channel === null) throw noChannel();
  assertServed(channel, firstOf(platform), firstOf(version));
  return channel;
}

const firstOf = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : header?.[0];

const noChannel = () => new Refused('not_found' satisfies ErrorCode, { message: 'There is no such channel.' });
