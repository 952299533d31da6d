import type { ChannelAgent, ChannelPerson, StoredEntry, Thread } from '@alongside/domain';
import type { EntryBody, File } from '@alongside/protocol';
import type { Decoder } from '../decoder.ts';
import { wireDate, wireDateWithMilliseconds } from './dates.ts';
import { externalMessageId, messageIdOf } from './ids.ts';
import { customerOf, renderIdentity, userOrNull } from './people.ts';
import { renderRich } from './rich.ts';

type MessageBody = Extract<EntryBody, { kind: 'text' | 'rich' | 'file' }>;
/** An entry that clients show as a message. */
export type MessageEntry = StoredEntry & { readonly body: MessageBody };

const KINDS: ReadonlySet<string> = new Set(['text', 'rich', 'file']);
export const isMessage = (entry: StoredEntry): entry is MessageEntry =>
  entry.visibility === 'all' && KINDS.has(entry.body.kind);

/** Who stands around a message. */
export interface MessageScene {
  readonly thread: Thread;
  readonly person: ChannelPerson;
  readonly decoder: Decoder;
  readonly agent: (id: string) => ChannelAgent | null;
  readonly fileUrl: (file: File) => string;
  /** When the other side saw the entry of this seq; null: it has not. */
  readonly seenAt: (side: 'customer' | 'agent', seq: number) => string | null;
}

/** inbound: the customer's. */
export const directionOf = ({ from }: StoredEntry): 'inbound' | 'outbound' =>
  from.kind === 'customer' ? 'inbound' : 'outbound';

export function renderMessage(entry: MessageEntry, scene: MessageScene) {
  const { thread, person } = scene;
  const direction = directionOf(entry);
  const user =
    entry.from.kind === 'agent' && entry.from.id !== null
      ? userOrNull(scene.agent(entry.from.id) ?? unknown(entry))
      : null;
  const identity = direction === 'inbound' ? renderIdentity(customerOf(entry, thread, person)) : null;
  const agentSaw = direction === 'inbound' ? dateOrNull(scene.seenAt('agent', entry.seq)) : null;
  const customerSaw = direction === 'outbound' ? dateOrNull(scene.seenAt('customer', entry.seq)) : null;
  return {
    id: messageIdOf(thread.id, entry.seq),
    idOnExternalPlatform: externalMessageId(thread.id, entry),
    postId: thread.id,
    threadId: thread.id,
    threadIdOnExternalPlatform: thread.externalId,
    messageContent: renderContent(entry.body, scene.decoder),
    createdAt: wireDate(entry.at),
    createdAtWithMilliseconds: wireDateWithMilliseconds(entry.at),
    direction,
    isMadeByUser: user !== null,
    user,
    authorUser: user,
    authorEndUserIdentity: identity,
    isRead: agentSaw !== null,
    readAt: agentSaw,
    attachments: filesOf(entry.body).map((file) => renderAttachment(file, scene.fileUrl(file))),
    customerStatistics: { seenAt: customerSaw },
    userStatistics: { seenAt: agentSaw, readAt: agentSaw, createdToReadSeconds: null },
    contactNumber: String(thread.contact.number),
    channel: { id: thread.channelId },
    recipients: [],
    tags: [],
    seen: [],
    delivered: [],
    sentiment: 'neutral',
    title: '',
    replyToMessage: null,
    hasAdditionalMessageContent: false,
  };
}
export type Message = ReturnType<typeof renderMessage>;

function renderContent(body: MessageBody, decoder: Decoder) {
  const text = body.kind === 'rich' ? body.fallbackText : body.kind === 'text' ? body.text : (body.caption ?? '');
  const postback = body.kind === 'text' ? (body.postback ?? null) : null;
  const rich = body.kind === 'rich' ? renderRich(body.content, decoder) : null;
  return {
    type: rich?.type ?? 'TEXT',
    text,
    payload: rich?.payload ?? { text, postback: postback ?? '', elements: [] },
    fallbackText: text,
    isAutoTranslated: false,
    parameters: body.kind === 'rich' ? [] : (body.parameters ?? []),
    postback,
  };
}

const filesOf = (body: MessageBody): readonly File[] => (body.kind === 'file' ? [body.file, ...(body.more ?? [])] : []);

/** All four of url, names and type: iOS needs them whatever the sender left out. */
export const renderAttachment = (file: File, url: string) => ({
  id: file.id,
  url,
  friendlyName: file.name,
  mimeType: file.mediaType,
  fileName: file.name,
  securedPermanentUrl: url,
  previewUrl: url,
});

const dateOrNull = (at: string | null): string | null => (at === null ? null : wireDate(at));

/** Of someone who has left the company only the name on the entry remains. */
const unknown = ({ from }: StoredEntry): ChannelAgent => ({
  id: from.id ?? '',
  number: 0,
  name: from.name,
  imageUrl: null,
});
