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
  get(fileId: string): Promise<(File & { conversationId: string; key: string; sha256: string }) | null>;
}
