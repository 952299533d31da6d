import {
  appendEntry,
  createSocketTicket,
  listEntries,
  markRead,
  readFile,
  readTranscript,
  signalDelivered,
  signalTyping,
  storeFile,
} from '@alongside/domain';
import type { conversationRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';
import { sendAsDownload } from './download.ts';

export const conversationHandlers: Handlers<typeof conversationRoutes> = {
  createSocketTicket: ({ platform, actor }) => createSocketTicket(platform, actor),
  listEntries: ({ platform, actor, params, query }) => listEntries(platform, actor, { ...query, ...params }),
  appendEntry: ({ platform, facts, actor, params, body }) =>
    facts.sends.run(actor.tenantId, () => appendEntry(platform, actor, { ...body, ...params })),
  markRead: ({ platform, actor, params, body }) => markRead(platform, actor, { ...body, ...params }),
  signalTyping: ({ platform, actor, params, body }) => signalTyping(platform, actor, { ...body, ...params }),
  signalDelivered: ({ platform, actor, params, body }) => signalDelivered(platform, actor, { ...body, ...params }),
  uploadFile: ({ platform, actor, params, query, body }) =>
    storeFile(platform, actor, { name: query.name, bytes: body, ...params }),
  async downloadFile({ platform, actor, params, reply }) {
    const { file, bytes } = await readFile(platform, actor, params.fileId);
    sendAsDownload(reply, file);
    return bytes;
  },
  async getTranscript({ platform, actor, params, reply }) {
    reply.type('text/plain; charset=utf-8');
    return readTranscript(platform, actor, params.conversationId);
  },
};
