import type { Accepted, SocketTicket, Started, ThreadView } from '@alongside/protocol';
import { createConnection } from '../connection/connection.ts';
import type { ConnectionStatus } from '../connection/status.ts';
import { createSubscriptions } from '../connection/subscriptions.ts';
import { createConversation } from '../conversation/conversation.ts';
import type { Sending } from '../conversation/outbox.ts';
import { openRoom, type Room } from '../conversation/room.ts';
import type { Conversation } from '../conversation/view.ts';
import { asAlongsideError } from '../errors.ts';
import { createHttp } from '../http.ts';
import { createId } from '../ids.ts';
import { createValue, type Observable } from '../observable.ts';
import type { Ports } from '../ports/defaults.ts';
import type { Timers } from '../timers.ts';
import { CLIENT } from '../version.ts';
import type { Answers } from './form.ts';
import type { ChannelSession } from './session.ts';

export interface SendOptions {
  /** Of a thread that this message makes. */
  readonly name?: string;
  /** Answers to the form before the contact; go along with the first message of a contact. */
  readonly answers?: Answers;
  /** Of the button that was pressed. */
  readonly postback?: string;
}

/** One thread: everything of a conversation, and what only threads have. */
export interface ChannelThread extends Conversation {
  readonly threadId: string;
  /** What the server knows of it; null: it has no message yet. */
  readonly info: Observable<ThreadView | null>;
  readonly connection: Observable<ConnectionStatus>;
  /** The first message makes the thread, one after the end its next contact. Throws AlongsideError for a text that is none. */
  sendText(text: string, options?: SendOptions): Sending;
  /** Asks the server for `info`, and connects to the log if there is one. */
  open(): Promise<ThreadView | null>;
  rename(name: string): Promise<void>;
  archive(): Promise<void>;
  /** Live chat only. */
  end(): Promise<void>;
  setFields(answers: Answers): Promise<void>;
  requestTranscript(addresses: readonly string[]): Promise<void>;
  /** Ends the socket; the thread goes on. */
  leave(): void;
}

/** Errors of a socket after which a new session goes on. */
const OVER = new Set(['session_expired', 'not_authenticated']);
/** A session that is over at once is not asked for again and again. */
const RENEWED_MS = 60_000;

interface ThreadOptions {
  readonly threadId: string;
  readonly url: string;
  readonly session: ChannelSession;
  readonly ports: Ports;
  readonly timers: Timers;
  readonly changed: (thread: ThreadView) => void;
}

export function createThread({ threadId, url, session, ports, timers, changed }: ThreadOptions): ChannelThread {
  const { fetch, logger, random } = ports;
  const path = `/v1/threads/${encodeURIComponent(threadId)}`;
  const info = createValue<ThreadView | null>(null, logger);
  let token: string | null = null;
  let room: Room | null = null;
  let entering: Promise<void> | null = null;
  /** Raised by `leave`: what was under way then enters nothing. */
  let left = 0;
  /** Messages that go by the thread's own address, one after the other. */
  let posts = 0;
  let renewedAt = Number.NEGATIVE_INFINITY;
  let lastPost: Promise<unknown> = Promise.resolve();
  const http = createHttp({ url, timers, fetch, cookies: false, bearer: () => token });
  const face = createConversation(http, logger);
  const connection = createConnection({
    url,
    client: CLIENT,
    ports,
    timers,
    ticket: async () => (await http.json<SocketTicket>('POST', '/v1/socket-tickets')).ticket,
    events: {
      welcome: () => subscriptions.welcome(),
      lost: () => subscriptions.lost(),
      frame(frame) {
        if (frame.t === 'entries' || frame.t === 'resync') subscriptions.frame(frame);
        else if (frame.t === 'typing' || frame.t === 'delivered') room?.signal(frame);
      },
    },
  });
  const subscriptions = createSubscriptions({ ...connection, timers, random });

  const take = (thread: ThreadView) => {
    info.set(thread);
    changed(thread);
    return thread;
  };
  const ask = async (method: string, rest: string, body?: object) =>
    take(await session.json<ThreadView>(method, path + rest, body && { body }));
  const refresh = () => ask('GET', '').catch((error) => logger.warn('A thread could not be read.', { error }));

  /** The log behind the thread, once there is one. */
  function enter(): Promise<void> {
    const mine = left;
    entering ??= (async () => {
      const started = await session.json<Started>('POST', `${path}/sessions`);
      if (mine !== left) return;
      token = started.token;
      room = openRoom({
        id: started.conversationId,
        side: 'customer',
        fresh: false,
        me: () => ({ id: null, name: session.customer.get()?.name ?? '' }),
        mayMark: () => true,
        storagePrefix: session.prefix,
        http,
        connection,
        subscriptions,
        ports,
        timers,
        draw: face.draw.bind(face),
        onEntries(entries) {
          if (entries.some(({ body }) => !['text', 'read', 'withheld'].includes(body.kind))) void refresh();
        },
        onCaughtUp: () => connection.configured(),
        onRefused: (error) => connection.stop('error', error),
      });
      face.enter(room);
      connection.start();
    })().catch((error) => {
      if (mine === left) entering = null;
      throw error;
    });
    return entering;
  }

  /** A session on a thread ends a day after it began, the thread does not: what waits in the outbox goes out with the next one. */
  async function renew(): Promise<void> {
    const mine = left;
    const again = (ms: number) => timers.after(ms, () => void (mine === left && renew()));
    const soon = renewedAt + RENEWED_MS - timers.now();
    if (soon > 0) return void again(soon);
    renewedAt = timers.now();
    try {
      const started = await session.json<Started>('POST', `${path}/sessions`);
      if (mine !== left) return;
      token = started.token;
      connection.start();
    } catch (error) {
      logger.warn('The session on a thread could not be renewed.', { error });
      again(RENEWED_MS);
    }
  }
  connection.status.subscribe(({ state, error }) => {
    if (state === 'error' && room && OVER.has(error?.code ?? '')) void renew();
  });

  /** By the thread's own address: it makes what is missing. In the order of asking. */
  function post(text: string, clientId: string, { name, answers, postback }: SendOptions): Promise<Accepted> {
    const body = { clientId, text, ...(name && { name }), ...(postback && { postback }), ...fieldsOf(answers) };
    const mine = left;
    posts += 1;
    const own = lastPost.then(async () => {
      const { seq } = await session.json<{ seq: number }>('POST', `${path}/messages`, { body });
      // It is stored, whatever becomes of the log: said again it would stand there twice.
      if (mine === left) await enter().catch((error) => logger.warn('A thread could not be entered.', { error }));
      void refresh();
      return { seq, at: new Date(timers.now()).toISOString(), clientId };
    });
    lastPost = own.then(
      () => (posts -= 1),
      () => (posts -= 1),
    );
    return own;
  }

  const fieldsOf = (answers: Answers = {}) => {
    const updatedAt = new Date(timers.now()).toISOString();
    const contactFields = Object.entries(answers)
      .filter(([, value]) => value.trim() !== '')
      .map(([ident, value]) => ({ ident, value: value.trim(), updatedAt }));
    return contactFields.length > 0 ? { contactFields } : {};
  };

  const quiet = (accepted: Promise<Accepted>) => {
    accepted.catch(() => {});
    return accepted;
  };

  return {
    ...face,
    threadId,
    info,
    connection: connection.status,
    sendText(text, options = {}) {
      if (!room || room.isEnded() || options.postback || posts > 0) {
        const clientId = createId(random);
        return { clientId, accepted: quiet(post(text, clientId, options)) };
      }
      const sending = face.sendText(text);
      // It ended while the message was on its way: the same message makes what follows, where something may.
      const accepted = sending.accepted.catch(async (error) => {
        if (asAlongsideError(error).code !== 'conversation_ended') throw error;
        const made = await post(text, sending.clientId, options);
        room?.outbox.discard(sending.clientId);
        return made;
      });
      return { clientId: sending.clientId, accepted: quiet(accepted) };
    },
    async open() {
      const mine = left;
      try {
        await ask('GET', '');
      } catch (error) {
        if (asAlongsideError(error).code === 'not_found') return null;
        throw error;
      }
      if (mine === left) await enter();
      return info.get();
    },
    rename: async (name) => void (await ask('PATCH', '', { name })),
    archive: async () => void (await ask('POST', '/archive')),
    end: async () => void (await ask('POST', '/end')),
    async setFields(answers) {
      const { contactFields: fields } = { contactFields: [], ...fieldsOf(answers) };
      if (fields.length > 0) await ask('PATCH', '/fields', { fields });
    },
    requestTranscript: (addresses) => session.json('POST', `${path}/transcript`, { body: { addresses } }),
    leave() {
      left += 1;
      connection.stop('closed');
      room?.close();
      room = entering = token = null;
      face.enter(null);
    },
  };
}
