import { type Channel, Refused } from '@alongside/domain';
import { ERRORS, type ErrorCode, HTTP_STATUS } from '@alongside/protocol';
import type { DigitalChatPorts } from '../ports.ts';
import { type ChatHandler, type ChatRequest, failed } from './exchange.ts';

/** Turns refusals into this wire's errors: `INCONSISTENT` unless something better is known. */
export const guarded =
  (ports: DigitalChatPorts, errorCode: string, handle: ChatHandler): ChatHandler =>
  async (request) => {
    try {
      return await handle(request);
    } catch (error) {
      const transactionId = ports.random.uuid();
      if (error instanceof Refused) {
        const { kind, message } = ERRORS[error.code];
        return failed(HTTP_STATUS[kind], errorCode, error.detail.message ?? message, transactionId);
      }
      ports.log.error({ error, transactionId }, 'A request of a chat client failed.');
      return failed(500, errorCode, ERRORS.internal.message, transactionId);
    }
  };

export function brandIn(text: string | undefined): number {
  const brandId = Number(text);
  if (!Number.isSafeInteger(brandId) || brandId <= 0) throw noChannel();
  return brandId;
}

/** Refuses what names no channel. */
export async function channelOf(
  ports: DigitalChatPorts,
  { brandId, channelId }: ChatRequest['params'],
): Promise<Channel> {
  const channel =
    channelId === undefined || channelId.length > 64 ? null : await ports.channel(brandIn(brandId), channelId);
  if (channel === null) throw noChannel();
  return channel;
}

const noChannel = () => new Refused('not_found' satisfies ErrorCode, { message: 'There is no such channel.' });
