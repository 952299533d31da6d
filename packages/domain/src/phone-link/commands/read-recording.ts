import { audit } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';

/** The bytes behind a signed address of a recording; every fetch is audited. null: it is not kept any more. */
export async function readPhoneRecording(
  platform: Platform,
  tenantId: string,
  recordingId: string,
): Promise<{ bytes: Uint8Array; contentType: string } | null> {
  const found = await platform.store.transaction(tenantId, (tx) => tx.phoneLinks.recording(recordingId));
  const bytes = found && (await platform.blobs.get(found.key));
  if (!found || !bytes) return null;
  await platform.store.transaction(tenantId, async (tx) =>
    audit(
      tx,
      { kind: 'unknown', id: null, name: 'signed address' },
      {
        action: 'call.recording_read',
        target: { kind: 'call_recording', id: recordingId },
        after: { callId: found.callId },
      },
    ),
  );
  return { bytes, contentType: found.contentType };
}
