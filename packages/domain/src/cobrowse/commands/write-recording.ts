import type { CobrowseSettings } from '@alongside/protocol';
import type { Platform } from '../../kernel/platform.ts';
import type { RecordingChunk, RecordingEnd } from '../recording-ports.ts';

export interface OpenRecording {
  readonly id: string;
  readonly limits: CobrowseSettings['recording'];
}

export const chunkKey = (tenantId: string, id: string, n: number): string => `cobrowse/${tenantId}/${id}/${n}`;

/** Begins a recording of a session. null: the tenant allows none. */
export async function startRecording(
  platform: Platform,
  tenantId: string,
  sessionId: string,
): Promise<OpenRecording | null> {
  const id = platform.random.uuid();
  return platform.store.transaction(tenantId, async (tx) => {
    const { recording: limits } = await tx.cobrowse.settings();
    if (!limits.allowed) return null;
    await tx.cobrowseRecordings.start({ id, sessionId });
    return { id, limits };
  });
}

/** The bytes first, then the row that makes them count. False: the recording has ended meanwhile. */
export async function keepRecordingChunk(
  platform: Platform,
  tenantId: string,
  id: string,
  chunk: RecordingChunk,
  bytes: Uint8Array,
): Promise<boolean> {
  await platform.blobs.put(chunkKey(tenantId, id, chunk.n), bytes);
  const kept = await platform.store.transaction(tenantId, (tx) => tx.cobrowseRecordings.addChunk(id, chunk));
  if (!kept) await platform.blobs.delete(chunkKey(tenantId, id, chunk.n));
  return kept;
}

/** Says that it is still written. False: it has ended meanwhile. */
export async function prolongRecording(platform: Platform, tenantId: string, id: string): Promise<boolean> {
  return platform.store.transaction(tenantId, (tx) => tx.cobrowseRecordings.heard(id));
}

export async function endRecording(
  platform: Platform,
  tenantId: string,
  { id, limits }: OpenRecording,
  reason: RecordingEnd,
): Promise<void> {
  await platform.store.transaction(tenantId, (tx) => tx.cobrowseRecordings.end(id, reason, limits.days));
}
