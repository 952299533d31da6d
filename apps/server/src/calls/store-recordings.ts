import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Platform, RecordedFile } from '@alongside/domain';

/**
 * Brings finished recordings from the engine's folder into the blobs, then names them in the call's record. The same file has the same id each
 * time, so that one which was stored and not yet removed is not stored twice.
 */
export async function storeRecordings(
  platform: Platform,
  call: { readonly tenantId: string; readonly callId: string; readonly consent: 'given' | 'announced' },
  files: readonly RecordedFile[],
): Promise<void> {
  for (const { path, legId, contentType, milliseconds } of files) {
    const id = idOf(path);
    const key = `calls/${call.tenantId}/${call.callId}/${id}`;
    const content = await readFile(path);
    await platform.blobs.put(key, content);
    const { consent, callId } = call;
    const recording = { id, legId, contentType, bytes: content.byteLength, milliseconds, consent, key };
    await platform.store.transaction(call.tenantId, async (tx) => tx.calls.addRecording(callId, recording));
    await rm(path, { force: true });
  }
}

/** UUID version 8 of a file's name, whose random part the engine made. */
function idOf(path: string): string {
  const bytes = createHash('sha256').update(basename(path)).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
