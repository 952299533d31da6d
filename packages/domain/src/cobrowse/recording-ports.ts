import type { CobrowseRecording } from '@alongside/protocol';

export type RecordingEnd = 'ended' | 'withdrawn' | 'full' | 'lost';

export interface RecordingChunk {
  readonly n: number;
  /** Milliseconds since the recording's start. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly bytes: number;
  /** Moments of whole pages: playback can start there. */
  readonly wholePagesMs: readonly number[];
}

/** Recordings inside a transaction. Times are the database's; the bytes of chunks are blobs, put before their rows. */
export interface CobrowseRecordings {
  start(recording: { readonly id: string; readonly sessionId: string }): Promise<void>;
  /** False: it has ended meanwhile. */
  addChunk(id: string, chunk: RecordingChunk): Promise<boolean>;
  /** It is still written, though nothing happens. False: it has ended meanwhile. */
  heard(id: string): Promise<boolean>;
  /** Ends it once, to be deleted after so many days. */
  end(id: string, reason: RecordingEnd, days: number): Promise<boolean>;
  /** Newest first; of one conversation, and of one agent, where they are named. */
  list(of: {
    readonly conversationId: string | null;
    readonly agentId: string | null;
    readonly limit: number;
  }): Promise<CobrowseRecording[]>;
  get(id: string): Promise<CobrowseRecording | null>;
  chunks(id: string): Promise<RecordingChunk[]>;
  /** Forgets it; how many chunks it had. null: there is none. After its blobs. */
  remove(id: string): Promise<number | null>;
}

export interface CobrowseRecordingSweeps {
  /** Ends what nobody has written for so many seconds; `days` where the tenant has set none. */
  endLostRecordings(seconds: number, days: number): Promise<number>;
  /** Recordings whose time to be kept is over. */
  dueRecordings(limit: number): Promise<readonly { tenantId: string; id: string; chunks: number }[]>;
}
