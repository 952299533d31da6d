import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isWholePage, packRecord } from '@alongside/cobrowse/relay';
import {
  endRecording,
  keepRecordingChunk,
  type OpenRecording,
  type Platform,
  prolongRecording,
  type RecordingChunk,
  type RecordingEnd,
  startRecording,
} from '@alongside/domain';

/** A chunk is written when it is so old or so large: what a killed process loses at most. */
const CHUNK_MILLISECONDS = 2_000;
const CHUNK_BYTES = 256 * 1024;
/** A store that takes nothing ends the recording instead of filling the memory. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;
const MEGABYTE = 1_000_000;
const PAUSES = [200, 1_000, 3_000] as const;
const pack = promisify(gzip);

/** Why nothing is recorded, for those who watch. */
export type NotRecorded = 'not_allowed' | 'full' | 'failed';

export interface RecordingNews {
  /** A whole page is needed: playback can begin nowhere else. */
  started(): void;
  /** Over by itself; not told when `end` was called. */
  stopped(why: NotRecorded): void;
}

/** Writes what is seen of one session, from the consent to its end, in chunks that count as soon as they are there. */
export class CobrowseRecording {
  readonly #platform: Platform;
  readonly #tenantId: string;
  readonly #news: RecordingNews;
  readonly #work: Promise<void>;
  #open: OpenRecording | null = null;
  #writing: Promise<void> = Promise.resolve();
  #begun = performance.now();
  #records: Uint8Array[] = [];
  #bytes = 0;
  #waiting = 0;
  #fromMs = 0;
  #wholePagesMs: number[] = [];
  #stored = 0;
  #n = 0;
  #timer: NodeJS.Timeout | undefined;
  #over = false;
  #broken = false;

  constructor(platform: Platform, tenantId: string, cid: string, news: RecordingNews) {
    this.#platform = platform;
    this.#tenantId = tenantId;
    this.#news = news;
    this.#work = this.#start(cid);
  }

  /** What everybody sees, already filtered. */
  take(kind: number, body: Uint8Array): void {
    if (this.#over || this.#open === null) return;
    const atMs = Math.round(performance.now() - this.#begun);
    const { minutes, megabytes } = this.#open.limits;
    // What is not packed yet counts as it is.
    const bytes = this.#stored + this.#waiting + this.#bytes;
    if (atMs > minutes * 60_000 || bytes > megabytes * MEGABYTE) {
      this.#stop('full', 'full');
      return;
    }
    if (this.#waiting > MOST_WAITING_BYTES) {
      this.#stop('lost', 'failed');
      return;
    }
    const record = packRecord({ kind, atMs, body });
    if (this.#records.length === 0) {
      this.#fromMs = atMs;
      this.#timer = setTimeout(() => this.#write(), CHUNK_MILLISECONDS);
    }
    if (isWholePage(kind, body)) this.#wholePagesMs.push(atMs);
    this.#records.push(record);
    this.#bytes += record.length;
    if (this.#bytes >= CHUNK_BYTES) this.#write();
  }

  /** Says that it goes on, though nothing may happen. */
  async prolong(): Promise<void> {
    await this.#work;
    if (this.#over || this.#open === null) return;
    const goesOn = await prolongRecording(this.#platform, this.#tenantId, this.#open.id);
    if (!goesOn) this.#stop('lost', 'failed');
  }

  /** Resolves when all is written. */
  async end(reason: RecordingEnd): Promise<void> {
    await this.#work;
    if (!this.#over) this.#finish(reason);
    await this.#writing;
  }

  async #start(cid: string): Promise<void> {
    try {
      this.#open = await startRecording(this.#platform, this.#tenantId, cid);
    } catch (error) {
      this.#platform.log.warn({ error, cid }, 'A co-browse recording could not begin.');
      this.#over = true;
      return this.#news.stopped('failed');
    }
    this.#begun = performance.now();
    if (this.#open !== null) return this.#news.started();
    this.#over = true;
    this.#news.stopped('not_allowed');
  }

  #stop(reason: RecordingEnd, why: NotRecorded): void {
    if (this.#over) return;
    this.#finish(reason);
    this.#news.stopped(why);
  }

  #finish(reason: RecordingEnd): void {
    this.#write();
    this.#over = true;
    const open = this.#open;
    if (open === null) return;
    this.#then(() => endRecording(this.#platform, this.#tenantId, open, reason));
  }

  #write(): void {
    clearTimeout(this.#timer);
    if (this.#records.length === 0 || this.#open === null) return;
    const { id } = this.#open;
    const records = Buffer.concat(this.#records);
    const untilMs = Math.round(performance.now() - this.#begun);
    const chunk = { n: this.#n, fromMs: this.#fromMs, untilMs, wholePagesMs: this.#wholePagesMs };
    this.#n += 1;
    this.#records = [];
    this.#bytes = 0;
    this.#wholePagesMs = [];
    this.#waiting += records.length;
    this.#then(async () => {
      const packed = await pack(records, { level: 6 });
      this.#stored += packed.length;
      const kept = await this.#keep(id, { ...chunk, bytes: packed.length }, packed);
      this.#waiting -= records.length;
      if (!kept) this.#stop('lost', 'failed');
    });
  }

  /** A store that is away for a moment is asked again: what waits meanwhile is bounded. */
  async #keep(id: string, chunk: RecordingChunk, packed: Uint8Array): Promise<boolean> {
    for (const pause of PAUSES) {
      try {
        return await keepRecordingChunk(this.#platform, this.#tenantId, id, chunk, packed);
      } catch (error) {
        this.#platform.log.warn({ error, recordingId: id }, 'A chunk of a recording was not taken yet.');
        await delay(pause);
      }
    }
    return keepRecordingChunk(this.#platform, this.#tenantId, id, chunk, packed);
  }

  /** One after another; after a failure nothing more is written, so that a recording has no holes. */
  #then(work: () => Promise<void>): void {
    this.#writing = this.#writing
      .then(() => (this.#broken ? undefined : work()))
      .catch((error: unknown) => {
        this.#platform.log.warn({ error }, 'A co-browse recording broke off.');
        this.#broken = true;
        clearTimeout(this.#timer);
        if (this.#over) return;
        this.#over = true;
        this.#news.stopped('failed');
      });
  }
}
