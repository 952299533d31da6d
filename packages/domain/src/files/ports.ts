import type { File } from '@alongside/protocol';

/** Files inside a transaction: facts only; the bytes are in the blob store. */
export interface Files {
  save(
    file: File & {
      conversationId: string;
      key: string;
      sha256: string;
      uploadedBy: 'customer' | 'agent';
      uploaderId: string;
    },
  ): Promise<void>;
  /** Of a conversation; null also for one that no message has taken yet. */
  get(fileId: string): Promise<(File & { conversationId: string; key: string; sha256: string }) | null>;
  /** Uploaded on a channel, for a message that is still to come. */
  saveOnChannel(file: File & { channelId: string; key: string; sha256: string; uploaderId: string }): Promise<void>;
  /**
   * Takes files of a channel into a conversation of it, each once and for ever; in the order asked for. Those that are there already are
   * yielded too; one of elsewhere, or of no place at all, is left out.
   */
  takeIntoThread(fileIds: readonly string[], channelId: string, conversationId: string): Promise<File[]>;
}
