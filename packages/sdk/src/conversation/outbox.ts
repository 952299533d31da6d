import type { Accepted, SendBody } from '@alongside/protocol';
import { backoffMs } from '../backoff.ts';
import { AlongsideError, asAlongsideError, isFatal, isTransient } from '../errors.ts';
import { createId } from '../ids.ts';
import type { Ports } from '../ports/defaults.ts';
import type { AbortSignalLike } from '../ports/ports.ts';
import type { Timers } from '../timers.ts';
import { byOrder, type FileBody, type OutboxBody, type OutboxItem, type OutboxStore } from './outbox-item.ts';
import { createPending, type OwnPending, type Pending } from './pending.ts';
import { bytesOf, type FileData } from './uploads.ts';

/** A failure that the server calls its own may be one that this message causes: after so many it must not hold up the others. */
const INTERNAL_TRIES = 5;
/** Messages on their way at once. Below the ten refusals in a minute that close a socket [ERR2], should all of them be too many. */
const WINDOW = 8;
/** After `rate_limited`, between two messages, until all are sent. */
const GENTLE_MS = 20;

/** The answer to a message that was written. `accepted` never raises an unhandled rejection. */
export interface Sending {
  readonly clientId: string;
  readonly accepted: Promise<Accepted>;
}

interface OutboxOptions {
  readonly store: OutboxStore;
  readonly lockName: string;
  readonly ports: Ports;
  readonly timers: Timers;
  /** Connected and caught up: what the log already holds has been taken out of here. */
  readonly isReady: () => boolean;
  /** The log holds an entry of mine with this id. */
  readonly inLog: (clientId: string) => boolean;
  /** `after`: the message sent before this one, while one is unanswered [LOG9]. */
  readonly send: (clientId: string, body: SendBody, after: string | null) => Promise<Accepted>;
  readonly upload: (
    file: FileBody & { data: FileData },
    onProgress: (fraction: number) => void,
    signal: AbortSignalLike,
  ) => Promise<string>;
  readonly changed: () => void;
}

/**
 * What was written and is not yet stored by the server: strictly in order, several at a time, one tab at a time. Each is in storage before it is sent, and until it is
 * accepted. An item's id is made once, so that it may be sent again whenever the outcome of a try is unknown [LOG3].
 */
export type Outbox = ReturnType<typeof createOutbox>;

export function createOutbox({ store, lockName, ports, timers, isReady, inLog, send, upload, changed }: OutboxOptions) {
  const { clock, locks, logger, random } = ports;
  const items = new Map<string, OwnPending>();
  const gone = new Set<string>();
  // On their way: sent, and not answered.
  const flying = new Set<OwnPending>();
  let inOrder: readonly OwnPending[] | null = null;
  let lastOrder = 0;
  let lastSent: string | null = null;
  let writes: Promise<unknown> = Promise.resolve();
  let draining = false;
  let trouble: AlongsideError | null = null;
  let gentle = false;
  let nudge = () => {};
  let closed = false;
  let troubles = 0;
  let askedAgain = false;
  let backingOff = false;
  let cancelKick = () => {};

  // A storage that fails (full, refused) costs the survival of a reload, never the message.
  const write = (task: () => Promise<unknown>) => {
    writes = writes.then(task).catch((error) => logger.warn('The outbox could not be stored.', { error }));
    return writes;
  };
  const sorted = () => {
    inOrder ??= [...items.values()].sort(byOrder);
    return inOrder;
  };
  const isQueued = ({ item, acceptedSeq }: OwnPending) => !item.error && acceptedSeq === null;
  const next = () => sorted().find((pending) => isQueued(pending) && !flying.has(pending));
  const nextOrder = () => {
    lastOrder = Math.max(clock.now(), lastOrder + 1);
    return lastOrder;
  };

  const track = (item: OutboxItem, kept: boolean) => {
    const pending = createPending(item, kept);
    items.set(item.clientId, pending);
    lastOrder = Math.max(lastOrder, item.order);
    inOrder = null;
    return pending;
  };
  const change = (pending: OwnPending, part: Partial<OutboxItem>) => {
    pending.item = { ...pending.item, ...part };
    const { item } = pending;
    inOrder = null;
    void write(() => store.put(item));
    changed();
  };
  const drop = (clientId: string) => {
    items.delete(clientId);
    inOrder = null;
    gone.add(clientId);
    void write(() => store.clear(clientId));
    changed();
  };
  const fail = (pending: OwnPending, error: AlongsideError) => {
    pending.progress = null;
    change(pending, { error });
    pending.reject(error);
  };

  /** Joins what other tabs and earlier lives of this page have left in storage. */
  async function sync() {
    // All of them, those too that are begun while we wait: what is read must not be older than what is here.
    for (let awaited: unknown = null; awaited !== writes; ) {
      awaited = writes;
      await awaited;
    }
    // What people do while we read counts more than what we read.
    const before = new Map([...items.values()].filter(({ kept }) => kept).map((pending) => [pending, pending.item]));
    const stored = await store.all().catch(() => null);
    if (!stored) return;
    const ids = new Set(stored.map(({ clientId }) => clientId));
    for (const item of stored) {
      const known = items.get(item.clientId);
      if (inLog(item.clientId)) drop(item.clientId);
      else if (!known && !gone.has(item.clientId)) track(item, true);
      else if (known && item.error && known.acceptedSeq === null && before.get(known) === known.item) {
        known.item = item;
        inOrder = null;
        known.reject(item.error);
      }
    }
    for (const [pending, { clientId, error }] of before)
      if (ids.has(clientId)) continue;
      else if (error) {
        items.delete(clientId);
        inOrder = null;
      }
      // Another tab has sent it; its entry will say so.
      else if (pending.acceptedSeq === null) pending.acceptedSeq = 0;
    changed();
  }

  async function bodyToSend(pending: OwnPending): Promise<SendBody> {
    const { clientId, body } = pending.item;
    if (body.kind !== 'file') return body;
    let { fileId } = body;
    if (fileId === undefined) {
      const data = pending.data ?? (await store.getBytes(clientId).catch(() => null));
      if (!data) throw new AlongsideError('upload_interrupted', 'start_again', 'The upload was cut off.');
      fileId = await upload(
        { ...body, data },
        (fraction) => {
          pending.progress = fraction;
          changed();
          pending.onProgress(fraction);
        },
        pending.aborted,
      );
      pending.progress = null;
      // Kept before it is sent: the same id with another file would be a conflict.
      if (items.has(clientId)) change(pending, { body: { ...body, fileId } });
      await write(() => store.clearBytes(clientId));
    }
    return { kind: 'file', fileId, ...(body.caption !== undefined && { caption: body.caption }) };
  }

  async function transmit(pending: OwnPending, body: SendBody) {
    const { clientId } = pending.item;
    flying.add(pending);
    const after = flying.size > 1 ? lastSent : null;
    lastSent = clientId;
    try {
      const accepted = await send(clientId, body, after);
      troubles = 0;
      pending.acceptedSeq = accepted.seq;
      pending.resolve(accepted);
      if (inLog(clientId)) drop(clientId);
      else {
        void write(() => store.clear(clientId));
        changed();
      }
    } catch (error) {
      refused(pending, error);
    } finally {
      flying.delete(pending);
      nudge();
    }
  }

  function refused(head: OwnPending, thrown: unknown) {
    if (closed || !items.has(head.item.clientId)) return;
    const error = asAlongsideError(thrown);
    if (error.code === 'internal') head.internalTries += 1;
    if (error.code === 'rate_limited') gentle = true;
    if (isFatal(error)) trouble = error;
    else {
      if (!isTransient(error) || head.internalTries >= INTERNAL_TRIES) fail(head, error);
      // Stop here and resume here: nothing overtakes.
      else if ((trouble?.retryAfterSeconds ?? -1) < (error.retryAfterSeconds ?? 0)) trouble = error;
      head.progress = null;
      changed();
    }
  }

  const mayGoOn = () => !trouble && !closed && isReady();

  async function drain() {
    await sync();
    trouble = null;
    for (;;) {
      const head = mayGoOn() && flying.size < (gentle ? 1 : WINDOW) ? next() : undefined;
      if (head) {
        // A file holds its place: what follows waits until it is up.
        const body = await bodyToSend(head).catch((error) => refused(head, error));
        await head.stored;
        if (gentle) await timers.sleep(GENTLE_MS).catch(() => {});
        if (body && mayGoOn() && items.has(head.item.clientId) && !head.item.error) void transmit(head, body);
      } else if (flying.size > 0)
        await new Promise<void>((resolve) => {
          nudge = resolve;
        });
      else break;
    }
    if (trouble && !isFatal(trouble) && !closed) {
      backingOff = true;
      cancelKick();
      cancelKick = timers.after(backoffMs(troubles, random, trouble), kick);
      troubles += 1;
    } else if (!next()) gentle = false;
    await writes;
  }

  function kick() {
    cancelKick();
    backingOff = false;
    if (closed || !isReady() || !next()) return;
    askedAgain = draining;
    if (draining) return nudge();
    draining = true;
    locks
      .withLock(lockName, drain)
      .catch((error) => logger.warn('The outbox stopped.', { error }))
      .then(() => {
        draining = false;
        changed();
        if (askedAgain) kickGently();
      });
  }
  // A new message does not hurry a server that asked for patience.
  const kickGently = () => backingOff || kick();

  return {
    list: (): readonly Pending[] => sorted(),
    isEmpty: () => !sorted().some(isQueued),
    kick,
    /** Shows at once what an earlier life of the page left, and sends it when it can. */
    load: () => sync().then(kick),
    add(body: OutboxBody, data: FileData | null = null, onProgress?: (fraction: number) => void): Sending {
      const clientId = createId(random);
      const item: OutboxItem = { clientId, order: nextOrder(), body, error: null };
      const pending = track(item, false);
      pending.data = data;
      pending.onProgress = (fraction) => {
        try {
          onProgress?.(fraction);
        } catch (error) {
          logger.warn('A listener threw.', { error });
        }
      };
      const accepted = new Promise<Accepted>((resolve, reject) => Object.assign(pending, { resolve, reject }));
      accepted.catch(() => {});
      void write(async () => {
        if (data) await store.putBytes(clientId, await bytesOf(data));
      });
      pending.stored = write(async () => {
        await store.put(item);
        pending.kept = true;
      });
      changed();
      kickGently();
      return { clientId, accepted };
    },
    retry(clientId: string) {
      const pending = items.get(clientId);
      if (!pending?.item.error) return;
      pending.internalTries = 0;
      change(pending, { error: null, order: nextOrder() });
      kickGently();
    },
    discard(clientId: string) {
      const pending = items.get(clientId);
      if (!pending || pending.acceptedSeq !== null) return;
      drop(clientId);
      pending.abort();
      pending.reject(new AlongsideError('aborted', 'none', 'The message was discarded.'));
    },
    /** An entry of mine is in the log. */
    seen({ clientId, seq, at }: Accepted) {
      const pending = items.get(clientId);
      if (!pending) return;
      pending.resolve({ clientId, seq, at });
      drop(clientId);
    },
    failAll(error: AlongsideError) {
      for (const pending of items.values())
        if (pending.acceptedSeq === null && !pending.item.error) fail(pending, error);
    },
    /** Nothing more is sent; what is stored stays. */
    close(error: AlongsideError) {
      closed = true;
      cancelKick();
      for (const pending of items.values()) {
        pending.abort();
        pending.reject(error);
      }
    },
    settled: () => writes,
  };
}
