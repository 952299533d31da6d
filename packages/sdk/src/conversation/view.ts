import type { AlongsideError } from '../errors.ts';
import type { Observable } from '../observable.ts';
import type { AbortSignalLike } from '../ports/ports.ts';
import type { Sending } from './outbox.ts';
import type { Message, TimelineItem } from './timeline.ts';
import type { FileData } from './uploads.ts';

export interface ConversationStatus {
  readonly id: string | null;
  /** The contact has ended. */
  readonly readOnly: boolean;
  /** Everything the server had at the last (re)connect is here. */
  readonly caughtUp: boolean;
  readonly hasEarlier: boolean;
  /** The other side's messages above my side's read mark. */
  readonly unread: number;
  /** The other side is writing. */
  readonly typing: Typing | null;
  /** The server does not give this conversation to this reader. */
  readonly error: AlongsideError | null;
}

export interface FileToSend {
  readonly name: string;
  readonly mediaType: string;
  /** Bytes, or a Blob or File. */
  readonly data: FileData;
}

export interface SendFileOptions {
  readonly caption?: string;
  /** 0…1, as often as the platform tells. */
  readonly onProgress?: (fraction: number) => void;
  /** Aborting discards the message, while it is not yet sent. */
  readonly signal?: AbortSignalLike;
}

export interface DownloadedFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** One conversation as a person sees it and writes in it. */
export interface Conversation {
  /** Everything to draw: messages and events; by seq, then the pending ones in their order. */
  readonly timeline: Observable<readonly TimelineItem[]>;
  /** Only the messages of `timeline`. */
  readonly messages: Observable<readonly Message[]>;
  readonly status: Observable<ConversationStatus>;
  /** Throws AlongsideError if the text is blank or too long, or if there is nothing to write in. `postback`: of the button that was pressed. */
  sendText(text: string, options?: { readonly postback?: string }): Sending;
  sendFile(file: FileToSend, options?: SendFileOptions): Sending;
  /** A failed message: again with the same id, behind what is queued now. Rejects with `conversation_ended` after the end. */
  retry(clientId: string): Promise<void>;
  /** A failed or still queued message; one that the server has stays. */
  discard(clientId: string): Promise<void>;
  /** Everything shown so far was seen. */
  markRead(): void;
  /** Call on each key; throttled, and takes itself back after a pause. */
  setTyping(on?: boolean): void;
  /** Puts the page before the first known entry in front. True if there is still more. */
  loadEarlier(): Promise<boolean>;
  /** Plain text, times in UTC. */
  getTranscript(): Promise<string>;
  downloadFile(fileId: string): Promise<DownloadedFile>;
}

/** Who is writing; `text`, what they have written so far, where their app tells it to agents. */
export interface Typing {
  readonly name: string;
  readonly text?: string;
}
