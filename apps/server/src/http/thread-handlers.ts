import {
  archiveThread,
  askTranscript,
  endThreadContact,
  getThread,
  listThreads,
  openChannel,
  openThread,
  readChannelConfig,
  renameThread,
  sendOnThread,
  setContactFields,
  setCustomerFields,
} from '@alongside/domain';
import type { threadRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';

export const threadHandlers: Handlers<typeof threadRoutes> = {
  getChannelConfig: ({ platform, query }) => readChannelConfig(platform, query),
  openChannel: ({ platform, body }) => openChannel(platform, body),
  listThreads: ({ platform, actor, query }) => listThreads(platform, actor, query),
  getThread: ({ platform, actor, params }) => getThread(platform, actor, params.threadId),
  async updateThread({ platform, actor, params, body }) {
    await renameThread(platform, actor, params.threadId, body.name);
    return getThread(platform, actor, params.threadId);
  },
  sendOnThread: ({ platform, actor, params, body }) =>
    sendOnThread(platform, actor, {
      threadExternalId: params.threadId,
      ...(body.name === undefined ? {} : { threadName: body.name }),
      message: {
        messageId: body.clientId,
        text: body.text,
        fileIds: [],
        ...(body.postback === undefined ? {} : { postback: body.postback }),
      },
      contactFields: body.contactFields ?? [],
      customerFields: body.customerFields ?? [],
    }),
  openThread: ({ platform, actor, params }) => openThread(platform, actor, params.threadId),
  async archiveThread({ platform, actor, params }) {
    await archiveThread(platform, actor, params.threadId);
    return getThread(platform, actor, params.threadId);
  },
  async endThread({ platform, actor, params }) {
    await endThreadContact(platform, actor, params.threadId);
    return getThread(platform, actor, params.threadId);
  },
  async setThreadFields({ platform, actor, params, body }) {
    await setContactFields(platform, actor, params.threadId, body.fields);
    return getThread(platform, actor, params.threadId);
  },
  setOwnFields: ({ platform, actor, body }) => setCustomerFields(platform, actor, body.fields),
  async requestTranscript({ platform, actor, params, body }) {
    const { contact } = await getThread(platform, actor, params.threadId);
    await askTranscript(platform, actor, { contactNumber: contact.number, addresses: body.addresses });
  },
};
