import type { Accepted } from '@alongside/protocol';
import type { AlongsideError } from '../errors.ts';
import type { AbortSignalLike } from '../ports/ports.ts';
import type { OutboxItem } from './outbox-item.ts';
import type { FileData } from './uploads.ts';

/** A message on its way, as the timeline draws it. */
export interface Pending {
  item: OutboxItem;
  /** Stored by the server; its entry is still to come. 0: another tab sent it. */
  acceptedSeq: number | null;
  /** 0…1 while a file goes up. */
  progress: number | null;
}

/** What only this life of the page knows of it. */
export interface OwnPending extends Pending {
  /** It is in storage, or was. */
  kept: boolean;
  /** Done when it is in storage, or cannot be. */
  stored: Promise<unknown>;
  internalTries: number;
  data: FileData | null;
  onProgress: (fraction: number) => void;
  /** Ends an upload that is under way. */
  abort(): void;
  readonly aborted: AbortSignalLike;
  resolve(accepted: Accepted): void;
  reject(error: AlongsideError): void;
}

export function createPending(item: OutboxItem, kept: boolean): OwnPending {
  const listeners: (() => void)[] = [];
  let isAborted = false;
  return {
    item,
    kept,
    stored: Promise.resolve(),
    acceptedSeq: null,
    progress: null,
    internalTries: 0,
    data: null,
    onProgress() {},
    aborted: {
      get aborted() {
        return isAborted;
      },
      addEventListener: (_, listener) => listeners.push(listener),
    },
    abort() {
      isAborted = true;
      for (const listener of listeners) listener();
    },
    resolve() {},
    reject() {},
  };
}
