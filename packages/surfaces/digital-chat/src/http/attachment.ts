import { Refused } from '@alongside/domain';
import { isObject, shortTextAt, textAt } from '../parsing/json.ts';
import type { DigitalChatPorts } from '../ports.ts';
import { renderFileRestrictions } from '../rendering/channel-info.ts';
import { type ChatHandler, json } from './exchange.ts';
import { channelOf } from './guarded.ts';

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
const REFUSED: ReadonlySet<string> = new Set(['file_too_large', 'file_type_refused']);

/** Keeps a file. A refused one is answered with 200 and what would be taken: so clients know that it is not a failure. */
export const uploadAttachment =
  (ports: DigitalChatPorts): ChatHandler =>
  async ({ params, query, body, headers }) => {
    const channel = await channelOf(ports, params, headers);
    const limits = () => json(200, renderFileRestrictions(channel));
    if (!channel.files.enabled) return limits();
    if (!isObject(body)) throw new Refused('invalid_request', { message: 'The body is a JSON object.' });
    const content =
      textAt(body, 'content')
        ?.replace(/^data:[^,]{0,200},/, '')
        .replace(/[\r\n]/g, '') ?? '';
    if (content === '' || !BASE64.test(content))
      throw new Refused('invalid_request', { field: '/content', message: 'content is base64.' });
    if (content.length * 0.75 > (channel.files.maxMegabytes + 0.01) * 1024 * 1024) return limits();
    const visitorId = query.visitorId ?? headers['x-visitor-id'];
    try {
      const { url } = await ports.upload(
        { brandId: channel.brandId, channelId: channel.id, visitorId: typeof visitorId === 'string' ? visitorId : '' },
        {
          name: shortTextAt(body, 'fileName', 255) ?? shortTextAt(body, 'friendlyName', 255) ?? 'file',
          claimedType: shortTextAt(body, 'mimeType', 255) ?? 'application/octet-stream',
          bytes: Buffer.from(content, 'base64'),
        },
      );
      return json(200, { fileUrl: url });
    } catch (error) {
      if (error instanceof Refused && REFUSED.has(error.code)) return limits();
      throw error;
    }
  };

/** A body that is larger than anything this door reads. */
export const attachmentTooLarge =
  (ports: DigitalChatPorts): ChatHandler =>
  async ({ params, headers }) =>
    json(200, renderFileRestrictions(await channelOf(ports, params, headers)));
