import { randomUUID } from 'node:crypto';
import { Client } from './client.ts';
import { Broken, type Json } from './site.ts';

export interface Writing {
  readonly messageId?: string;
  readonly threadName?: string;
  readonly parameters?: Json;
  readonly postback?: string;
  readonly attachments?: readonly Json[];
  readonly customerFields?: readonly Json[];
  readonly contactFields?: readonly Json[];
}

/** The calls of a chat in each client's own spelling of section 3. */
export abstract class ChatClient extends Client {
  /** Of the last recovery or page; the web SDK keeps it per page, native per thread. */
  readonly scroll = new Map<string, { token: string; oldest: string }>();
  readonly contactOf = new Map<string, string>();

  protected abstract readonly seenName: string;
  protected abstract readonly reconnectName: string;
  protected abstract readonly contactFieldsName: string;
  protected abstract readonly customerFieldsName: string;
  protected abstract readonly authorizedFrom: Json;
  /** Section 3: three spellings of "no thread id". */
  protected abstract noThread(): Json;
  protected threadRef(threadId: string): Json {
    return { idOnExternalPlatform: threadId };
  }
  /** Native sends the token of an authorized channel with each message. */
  protected tokenOf(): Json {
    return this.accessToken === null ? {} : { accessToken: { token: this.accessToken } };
  }

  /** AuthorizeCustomer, and what the clients take over from the answer. */
  async authorize(): Promise<Json> {
    const result = await this.ask('AuthorizeCustomer', this.authorizedFrom, 'ConsumerAuthorized');
    this.opening.person.customerId = result.consumerIdentity.idOnExternalPlatform;
    this.accessToken = result.accessToken?.token ?? null;
    return result;
  }

  reconnect(token: string): Promise<Json> {
    return this.ask(this.reconnectName, { accessToken: { token } }, 'ConsumerReconnected');
  }

  async refresh(token: string): Promise<Json> {
    const result = await this.ask('RefreshToken', { accessToken: { token } }, 'TokenRefreshed');
    this.accessToken = result.accessToken.token;
    return result;
  }

  /** Opens the socket and becomes somebody, as `connect()` of the SDKs does. */
  async start(): Promise<this> {
    await this.connect();
    if (!this.secured) await this.authorize();
    return this;
  }

  /** What a client does by itself when its socket came back. */
  async resume(): Promise<void> {
    const before = this.opens;
    await this.until(() => this.isOpen && this.opens >= before, '1.2: the socket did not come back', 60_000);
    if (this.secured) return;
    if (this.accessToken !== null) await this.reconnect(this.accessToken);
    else await this.authorize();
  }

  async recover(threadId: string | null): Promise<Json> {
    const data = threadId === null ? this.noThread() : { thread: this.threadRef(threadId) };
    return this.#keep(await this.ask('RecoverThread', data, 'ThreadRecovered'));
  }

  async recoverLive(threadId: string | null): Promise<Json> {
    const data = threadId === null ? this.noThread() : { thread: this.threadRef(threadId) };
    return this.#keep(await this.ask('RecoverLivechat', data, 'LivechatRecovered'));
  }

  #keep(result: Json): Json {
    const threadId = result.thread.idOnExternalPlatform;
    this.#scrolled(threadId, result.messagesScrollToken, result.messages);
    this.contactOf.set(threadId.toLowerCase(), result.contact.id);
    return result;
  }

  #scrolled(threadId: string, token: string, messages: readonly Json[]): void {
    const oldest = messages.at(-1)?.createdAt ?? this.scroll.get(threadId)?.oldest ?? new Date().toISOString();
    this.scroll.set(threadId, { token, oldest });
  }

  async more(threadId: string, scrollToken = this.scroll.get(threadId)?.token): Promise<Json> {
    const oldestMessageDatetime = this.scroll.get(threadId)?.oldest ?? new Date().toISOString();
    const data = { scrollToken, oldestMessageDatetime, thread: this.threadRef(threadId) };
    const result = await this.ask('LoadMoreMessages', data, 'MoreMessagesLoaded');
    const strange = result.messages.find((one: Json) => !same(one.threadIdOnExternalPlatform, threadId));
    if (strange)
      throw new Broken('4.2: MoreMessagesLoaded holds a message of another thread; Android drops the whole answer');
    this.#scrolled(threadId, result.scrollToken, result.messages);
    return result;
  }

  list(): Promise<Json> {
    return this.ask('FetchThreadList', this.platform === 'web' ? {} : undefined, 'ThreadListFetched');
  }
  metadata(threadId: string): Promise<Json> {
    return this.ask('LoadThreadMetadata', { thread: this.threadRef(threadId) }, 'ThreadMetadataLoaded');
  }
  rename(threadId: string, threadName: string): Promise<Json> {
    return this.ask('UpdateThread', { thread: { ...this.threadRef(threadId), threadName } }, null);
  }
  archive(threadId: string): Promise<Json> {
    return this.ask('ArchiveThread', { thread: this.threadRef(threadId) }, 'ThreadArchived');
  }
  seen(threadId: string): Promise<Json> {
    return this.ask(this.seenName, { thread: this.threadRef(threadId) }, null);
  }
  typing(threadId: string, on: boolean): Promise<Json> {
    return this.ask(on ? 'SenderTypingStarted' : 'SenderTypingEnded', { thread: this.threadRef(threadId) }, null);
  }
  contactFields(threadId: string, customFields: readonly Json[]): Promise<Json> {
    const contact = { id: this.contactOf.get(threadId.toLowerCase()) };
    return this.ask(this.contactFieldsName, { thread: this.threadRef(threadId), customFields, contact }, null);
  }
  customerFields(customFields: readonly Json[]): Promise<Json> {
    return this.ask(this.customerFieldsName, { customFields }, null);
  }
  endContact(threadId: string): Promise<Json> {
    const id = this.contactOf.get(threadId.toLowerCase());
    if (id === undefined && this.platform === 'web')
      throw new Broken(
        '5.10: the web client cannot end a contact whose id it never saw: CaseCreated or a recovery comes before',
      );
    const data = { thread: this.threadRef(threadId), ...(id === undefined ? {} : { contact: { id } }) };
    return this.ask('EndContact', data, null);
  }
  transcript(threadId: string, email: string): Promise<Json> {
    const consumerContact = { id: this.contactOf.get(threadId.toLowerCase()) };
    const data = { consumerContact, consumerRecipients: [{ idOnExternalPlatform: email }] };
    return this.ask('SendTranscript', data, 'TranscriptSent');
  }

  /** The data of 3.1 as this client writes it. */
  writing(threadId: string, text: string, options: Writing = {}, outbound = false): Json {
    const { postback, parameters, attachments = [], customerFields = [], contactFields = [] } = options;
    const web = this.platform === 'web' || outbound;
    return {
      thread: { idOnExternalPlatform: threadId, ...(options.threadName ? { threadName: options.threadName } : {}) },
      messageContent: {
        type: 'TEXT',
        payload: { text, ...(this.platform === 'web' && postback ? { postback } : {}) },
        ...(postback ? { postback } : {}),
        ...(parameters ? { parameters } : {}),
      },
      idOnExternalPlatform: options.messageId ?? randomUUID(),
      [web ? 'consumer' : 'customer']: { customFields: customerFields },
      [web ? 'consumerContact' : 'contact']: { customFields: contactFields },
      attachments,
      [this.platform === 'ios' ? 'deviceFingerprint' : 'browserFingerprint']: { language: 'en' },
      ...this.tokenOf(),
    };
  }

  /** Sends, and returns the id that the client gave. */
  async write(threadId: string, text: string, options: Writing = {}): Promise<string> {
    const data = this.writing(threadId, text, options);
    await this.ask('SendMessage', data, null);
    return data.idOnExternalPlatform;
  }

  async writeOutbound(threadId: string, text: string, options: Writing = {}): Promise<string> {
    const data = this.writing(threadId, text, options, true);
    await this.ask('SendOutbound', data, null);
    return data.idOnExternalPlatform;
  }

  protected override onPush({ eventType, data }: Json): void {
    const thread = data.case?.threadIdOnExternalPlatform;
    // The web client learns the contact from CaseCreated or a recovery only.
    if (thread && (eventType === 'CaseCreated' || this.platform !== 'web'))
      this.contactOf.set(thread.toLowerCase(), data.case.id);
  }

  /** The push of this message, by the id that its writer gave. */
  created(messageId: string): Promise<Json> {
    return this.push('MessageCreated', (data) => same(data.message.idOnExternalPlatform, messageId));
  }
  /** An agent's message with this text. */
  heard(text: string): Promise<Json> {
    return this.push('MessageCreated', ({ message }) => message.direction === 'outbound' && textOf(message) === text);
  }
}

export const textOf = (message: Json): string => message.messageContent.payload?.text ?? message.messageContent.text;
export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
