import { readFile, rm } from 'node:fs/promises';
import type { Platform, RecordedFile } from '@alongside/domain';

/** Brings finished recordings from the engine's folder into the blobs, then names them in the call's record. */
export async function storeRecordings(
  platform: Platform,
  call: { readonly tenantId: string; readonly callId: string; readonly consent: 'given' | 'announced' },
  files: readonly RecordedFile[],
): Promise<void> {
  for (const { path, legId, contentType, milliseconds } of files) {
    const id = platform.random.uuid();
    const key = `calls/${call.tenantId}/${call.callId}/${id}`;
    const content = await readFile(path);
    await platform.blobs.put(key, content);
    const { consent, callId } = call;
    const recording = { id, legId, contentType, bytes: content.byteLength, milliseconds, consent, key };
    await platform.store.transaction(call.tenantId, async (tx) => tx.calls.addRecording(callId, recording));
    await rm(path, { force: true });
  }
}
