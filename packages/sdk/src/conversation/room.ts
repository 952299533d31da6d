import type { Down, Entry, EntryPage } from '@alongside/protocol';
import { LIMITS } from '@alongside/protocol/constants';
import type { Connection } from '../connection/connection.ts';
import type { Sink, Subscriptions } from '../connection/subscriptions.ts';
import { type AlongsideError, closedError, conversationEnded } from '../errors.ts';
import type { Http } from '../http.ts';
import type { Ports } from '../ports/defaults.ts';
import type { Timers } from '../timers.ts';
import { createLog, type Log } from './log.ts';
import { type Marks, marksAfter, noMarks, raise, type Side } from './marks.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createOutboxStore } from './outbox-item.ts';
import { createPendingMessages } from './pending-message.ts';
import { createReceipts } from './receipts.ts';
import { createTimeline, type Drawn } from './timeline.ts';
import { createTypingReceiver, createTypingSender } from './typing.ts';
import { upload } from './uploads.ts';
import type { ConversationStatus, Typing } from './view.ts';

export interface RoomOptions {
  readonly id: string;
  readonly side: Side;
  /** Me; the id is null where everything of my side is mine. */
  readonly me: () => { readonly id: string | null; readonly name: string };
  /** Nothing was written before now, so there is no page to read first. */
  readonly fresh: boolean;
  /** Marks and typing here are mine to tell. */
  readonly mayMark: () => boolean;
  /** Where this device keeps things of this conversation. */
  readonly storagePrefix: string;
  readonly http: Http;
  readonly connection: Connection;
  readonly subscriptions: Subscriptions;
  readonly ports: Ports;
  readonly timers: Timers;
  readonly draw: (drawn: Drawn, status: ConversationStatus) => void;
  /** New entries, merged, each once. */
  readonly onEntries?: (entries: readonly Entry[]) => void;
  readonly onCaughtUp?: () => void;
  readonly onRefused?: (error: AlongsideError) => void;
}

/** One open conversation: its log, its marks, its outbox, joined to the connection. */
export interface Room {
  readonly id: string;
  readonly path: string;
  readonly outbox: Outbox;
  readonly marks: () => Marks;
  readonly isEnded: () => boolean;
  readonly cursor: () => number;
  /** Reads what is missing without a subscription: for a conversation that is over. */
  catchUp(): Promise<void>;
  signal(frame: Extract<Down, { t: 'typing' | 'delivered' }>): void;
  raise(side: Side, by: { delivered?: number; read?: number }): void;
  /** `mayMark` may answer otherwise now. */
  retellMarks(): void;
  /** Known from outside the log. */
  end(): void;
  markRead(): void;
  setTyping(on: boolean): void;
  forgetTyping(): void;
  loadEarlier(): Promise<boolean>;
  close(): void;
  /** Leaves nothing of it on this device. */
  forget(): Promise<unknown>;
}

export function openRoom(options: RoomOptions): Room {
  const { id, side, me, mayMark, http, connection, subscriptions, ports, timers } = options;
  const path = `/v1/conversations/${id}`;
  const other: Side = side === 'customer' ? 'agent' : 'customer';
  const pendingMessage = createPendingMessages();
  let viewer = { side, id: me().id };
  const timeline = createTimeline(viewer);
  const ownIds = new Set<string>();
  let log: Log | null = options.fresh ? createLog() : null;
  let marks = noMarks;
  let typing: Typing | null = null;
  let caughtUp = false;
  let ended = false;
  let refusedWith: AlongsideError | null = null;
  let closed = false;

  const refresh = () => {
    if (closed) return;
    const { id: myId, name } = me();
    if (viewer.id !== myId) {
      viewer = { side, id: myId };
      timeline.rebuild(viewer, log?.entries ?? []);
    }
    const from = { kind: side, id: myId, name };
    timeline.mark(marks);
    timeline.wait(outbox.list().map((item) => pendingMessage(item, from)));
    options.draw(timeline, {
      id,
      readOnly: ended,
      caughtUp,
      hasEarlier: (log?.base ?? 0) > 0,
      unread: timeline.countOfOthers(marks[side].read),
      typing,
      error: refusedWith,
    });
  };

  const storage = createOutboxStore(ports.storage, `${options.storagePrefix}outbox/${id}/`);
  const outbox = createOutbox({
    store: storage,
    lockName: `${options.storagePrefix}outbox/${id}`,
    ports,
    timers,
    isReady: () => caughtUp && !ended && connection.isWelcomed(),
    inLog: (clientId) => ownIds.has(clientId),
    async send(clientId, body, after) {
      const { seq = 0, at = '' } = await connection.request({
        t: 'send',
        conversationId: id,
        clientId,
        body,
        ...(after !== null && { after }),
      });
      subscriptions.expect(id, seq);
      return { seq, at, clientId };
    },
    upload: async (file, onProgress, signal) => (await upload(http, `${path}/files`, file, onProgress, signal)).id,
    changed: refresh,
  });

  const receipts = createReceipts({ conversationId: id, mayMark, ...connection });
  const typingSender = createTypingSender(timers, (on) => {
    if (mayMark()) connection.signal({ t: 'typing', conversationId: id, on });
  });
  const heardTyping = createTypingReceiver(timers, (now) => {
    typing = now;
    refresh();
  });

  const end = () => {
    ended = true;
    outbox.failAll(conversationEnded());
  };

  const own = (entries: readonly Entry[]) => {
    const myId = me().id;
    for (const { from, clientId, seq, at } of entries)
      if (clientId && from.kind === side && (myId === null || from.id === myId)) {
        ownIds.add(clientId);
        outbox.seen({ clientId, seq, at });
      }
  };

  const merge = (entries: readonly Entry[]) => {
    marks = marksAfter(marks, entries);
    own(entries);
    for (const { body } of entries) if (body.kind.startsWith('contact.')) ended = body.kind === 'contact.ended';
    if (ended) end();
    const before = timeline.lastOfOthers();
    timeline.append(entries);
    const theirs = timeline.lastOfOthers();
    if (theirs > before) heardTyping(null);
    receipts.received(theirs);
    options.onEntries?.(entries);
    refresh();
  };

  const page = (query: object) => http.json<EntryPage>('GET', `${path}/entries`, { query });

  async function readPage() {
    const { entries, lastSeq } = await page({ limit: LIMITS.pageEntries });
    if (log || closed) return;
    log = createLog(entries[0] ? entries[0].seq - 1 : lastSeq);
    merge(log.append(entries).added);
  }

  const sink: Sink = {
    cursor: () => (log ? log.cursor : null),
    prepare: readPage,
    take(entries) {
      log ??= createLog();
      const { added, joined } = log.append(entries);
      if (added.length) merge(added);
      return joined;
    },
    reset() {
      log = createLog();
      marks = noMarks;
      ownIds.clear();
      timeline.mark(marks);
      timeline.rebuild(viewer, []);
    },
    caughtUp() {
      caughtUp = true;
      receipts.reconnected();
      refresh();
      outbox.kick();
      options.onCaughtUp?.();
    },
    lost() {
      caughtUp = false;
      typingSender.forget();
      heardTyping(null);
    },
    refused(error) {
      refusedWith = error;
      refresh();
      options.onRefused?.(error);
    },
  };
  subscriptions.add(id, sink);
  void outbox.load().then(() => {
    if (ended) end();
  });
  refresh();

  return {
    id,
    path,
    outbox,
    async catchUp() {
      if (!log) await readPage();
      for (let more = true; more && !closed; ) {
        const { entries, lastSeq } = await page({ after: this.cursor(), limit: LIMITS.pageEntries });
        more = sink.take(entries) && entries.length > 0 && this.cursor() < lastSeq;
      }
      caughtUp = true;
      refresh();
    },
    marks: () => marks,
    isEnded: () => ended,
    cursor: () => sink.cursor() ?? 0,
    signal(frame) {
      if (frame.t === 'delivered') this.raise(frame.by, { delivered: frame.upTo });
      else if (frame.from === other) heardTyping(frame.on ? frame : null);
    },
    raise(of, by) {
      marks = raise(marks, of, by);
      refresh();
    },
    retellMarks: receipts.retold,
    end() {
      end();
      refresh();
    },
    markRead() {
      if (!mayMark()) return;
      const upTo = timeline.lastOfOthers();
      receipts.read(upTo);
      // Shown at once; the entry that follows says the same.
      this.raise(side, { read: upTo });
    },
    setTyping: typingSender.set,
    forgetTyping: typingSender.forget,
    async loadEarlier() {
      if (log && log.base > 0) {
        const { entries } = await page({ before: log.base + 1, limit: LIMITS.pageEntries });
        // Unless another call was faster.
        if (log.prepend(entries)) {
          marks = marksAfter(marks, entries);
          own(entries);
          timeline.prepend(entries);
          refresh();
        }
      }
      return (log?.base ?? 0) > 0;
    },
    close() {
      closed = true;
      subscriptions.remove(id);
      typingSender.forget();
      heardTyping(null);
      outbox.close(closedError());
    },
    forget: () => outbox.settled().then(() => storage.clearAll()),
  };
}
