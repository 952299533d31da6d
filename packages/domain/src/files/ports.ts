import type { File } from '@alongside/protocol';

/** quarantined: kept, given to nobody · clean: looked through, or nobody looks · infected: its bytes are gone. */
export type ScanState = 'quarantined' | 'clean' | 'infected';

/** A file with what is known of it beside what people see. */
export interface StoredFile extends File {
  /** null: no message has taken it yet. */
  readonly conversationId: string | null;
  readonly key: string;
  readonly sha256: string;
  readonly scan: ScanState;
}

/** Files inside a transaction: facts only; the bytes are in the blob store. */
export interface Files {
  save(
    file: File & {
      conversationId: string;
      key: string;
      sha256: string;
      uploadedBy: 'customer' | 'agent';
      uploaderId: string;
      /** clean, if nothing is said. */
      scan?: ScanState;
    },
  ): Promise<void>;
  /** Of a conversation; null also for one that no message has taken yet. */
  get(fileId: string): Promise<(StoredFile & { readonly conversationId: string }) | null>;
  /** Taken or not. */
  anywhere(fileId: string): Promise<StoredFile | null>;
  /** Out of quarantine, once. False: it is not there any more. */
  settleScan(fileId: string, scan: 'clean' | 'infected'): Promise<boolean>;
  /** Uploaded on a channel, for a message that is still to come. */
  saveOnChannel(
    file: File & { channelId: string; key: string; sha256: string; uploaderId: string; scan?: ScanState },
  ): Promise<void>;
  /**
   * Takes files of a channel into a conversation of it, each once and for ever; in the order asked for. Those that are there already are
   * yielded too; one of elsewhere, or of no place at all, is left out.
   */
  takeIntoThread(fileIds: readonly string[], channelId: string, conversationId: string): Promise<File[]>;
  /** What all files of the company take. */
  usedBytes(): Promise<number>;
  bytesIn(conversationId: string): Promise<number>;
  /** Of uploads of one device on a channel that no message has taken. */
  untakenBytes(channelId: string, uploaderId: string): Promise<number>;
  /** Notes a key under which bytes may come to lie before anything names it. */
  noteBlob(key: string): Promise<void>;
  /** Something names it, or its bytes are gone. False: it was not noted (any more). */
  strikeBlob(key: string): Promise<boolean>;
  /** Notes that an event too long for its frame lies in the blob store, for so long. */
  keepLargeEvent(id: string, seconds: number): Promise<void>;
  hasLargeEvent(id: string): Promise<boolean>;
}

/** Where the bytes of something lie. */
export interface Stored {
  readonly tenantId: string;
  readonly id: string;
}

/** Files across all tenants. Each takes at most `limit` per tenant. */
export interface FileSweeps {
  /** Uploads that no message took within a day: forgotten with this call, and their keys noted as naming nothing. */
  forgetUntaken(limit: number): Promise<(Stored & { readonly key: string })[]>;
  /** Keys that were noted an hour ago or earlier, and that nothing names: whatever lies there was left by a crash or is not wanted. */
  unnamedBlobs(limit: number): Promise<{ readonly tenantId: string; readonly key: string }[]>;
  /** Files that have been waiting for a scanner for a while, the oldest first. */
  quarantined(limit: number): Promise<(Stored & { readonly key: string })[]>;
  /** Those that have ended: forgotten with this call, and their keys noted as naming nothing. */
  forgetLargeEvents(limit: number): Promise<Stored[]>;
}
