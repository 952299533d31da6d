import type { SendBody } from '@alongside/protocol';
import { LIMITS } from '@alongside/protocol/constants';
import { AlongsideError, conversationEnded, networkLost, noConversation } from '../errors.ts';
import type { Http } from '../http.ts';
import { createValue, createView, isSame } from '../observable.ts';
import type { Logger } from '../ports/ports.ts';
import type { Sending } from './outbox.ts';
import type { Room } from './room.ts';
import type { Drawn } from './timeline.ts';
import { sizeOf } from './uploads.ts';
import type { Conversation, ConversationStatus } from './view.ts';

const nothing: ConversationStatus = {
  id: null,
  readOnly: false,
  caughtUp: false,
  hasEarlier: false,
  unread: 0,
  typing: null,
  error: null,
};

const checkText = (text: string, field: string) => {
  if (/\S/.test(text) && text.length <= LIMITS.textCharacters) return;
  const rule = `A text holds 1 to ${LIMITS.textCharacters} characters, not only blanks.`;
  throw new AlongsideError('invalid_request', 'fix_request', rule, { field });
};

const noItems: readonly [] = [];
const blank: Drawn = { timeline: () => noItems, messages: () => noItems };

/** The face of a conversation that stays the same object while rooms come and go behind it. */
export interface ConversationFace extends Conversation {
  /** Shows this room from now on; null: nothing. */
  enter(room: Room | null): void;
  draw(drawn: Drawn, status: ConversationStatus): void;
  /** Anything but a file. */
  write(body: Exclude<SendBody, { kind: 'file' }>): Sending;
}

export function createConversation(http: Http, logger: Logger): ConversationFace {
  let shown = blank;
  const timeline = createView(() => shown.timeline(), logger);
  const messages = createView(() => shown.messages(), logger);
  const status = createValue<ConversationStatus>(nothing, logger);
  let room: Room | null = null;

  const here = () => {
    if (!room) throw noConversation();
    return room;
  };
  const writable = () => {
    if (here().isEnded()) throw conversationEnded();
    return here();
  };
  const write: ConversationFace['write'] = (body) => {
    const { outbox, forgetTyping } = writable();
    checkText('text' in body ? body.text : body.fallbackText, '/body/text');
    forgetTyping();
    return outbox.add(body);
  };
  const get = (path: string, long = false) => http.raw('GET', path, { long });
  const cut = (error: unknown) => {
    throw networkLost(`The answer was cut off: ${String(error)}`);
  };

  return {
    timeline,
    messages,
    status,
    enter(next) {
      room = next;
      if (!next) this.draw(blank, nothing);
    },
    draw(drawn, now) {
      shown = drawn;
      timeline.changed();
      messages.changed();
      if (!isSame(status.get(), now)) status.set(now);
    },
    write,
    sendText: (text, options) => write({ kind: 'text', text, ...options }),
    sendFile({ name, mediaType, data }, { caption, onProgress, signal } = {}) {
      const { outbox } = writable();
      if (caption) checkText(caption, '/body/caption');
      const sending = outbox.add(
        { kind: 'file', name: name.slice(-255) || 'file', mediaType, bytes: sizeOf(data), ...(caption && { caption }) },
        data,
        onProgress,
      );
      const discard = () => outbox.discard(sending.clientId);
      if (signal?.aborted) discard();
      signal?.addEventListener('abort', discard);
      return sending;
    },
    async retry(clientId) {
      writable().outbox.retry(clientId);
    },
    async discard(clientId) {
      here().outbox.discard(clientId);
    },
    markRead: () => room?.markRead(),
    setTyping(on = true) {
      if (room && !room.isEnded()) room.setTyping(on);
    },
    loadEarlier: async () => (room ? room.loadEarlier() : false),
    getTranscript: async () => (await get(`${here().path}/transcript`)).text().catch(cut),
    async downloadFile(fileId) {
      const response = await get(`/v1/files/${encodeURIComponent(fileId)}`, true);
      return {
        bytes: new Uint8Array(await response.arrayBuffer().catch(cut)),
        mediaType: response.headers.get('content-type') ?? 'application/octet-stream',
      };
    },
  };
}
