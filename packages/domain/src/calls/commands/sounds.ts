import type { CallSound } from '@alongside/protocol';
import { type AuditedBy, audit } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { wavMilliseconds } from '../wav.ts';

export async function listSounds(platform: Platform, tenantId: string): Promise<CallSound[]> {
  return platform.store.transaction(tenantId, (tx) => tx.calls.sounds());
}

/** The file as it was stored. */
export async function readSound(platform: Platform, tenantId: string, name: string): Promise<Uint8Array> {
  const key = await platform.store.transaction(tenantId, (tx) => tx.calls.soundKey(name));
  const bytes = key === null ? null : await platform.blobs.get(key);
  if (bytes === null) throw new Refused('not_found');
  return bytes;
}

/** Bytes first, then the row that names them: nobody is let hear half a file. Refuses `invalid_request` for what telephones cannot play. */
export async function saveSound(
  platform: Platform,
  tenantId: string,
  by: AuditedBy,
  { name, file }: { name: string; file: Uint8Array },
): Promise<CallSound> {
  const milliseconds = wavMilliseconds(file);
  const key = `sounds/${tenantId}/${platform.random.uuid()}`;
  await platform.blobs.put(key, file);
  const { sound, before } = await platform.store.transaction(tenantId, async (tx) => {
    const saved = await tx.calls.saveSound({ name, bytes: file.byteLength, milliseconds, key });
    audit(tx, by, { action: 'sound.saved', target: { kind: 'sound', id: name, name }, after: saved.sound });
    return saved;
  });
  if (before !== null) await platform.blobs.delete(before);
  return sound;
}

export async function deleteSound(platform: Platform, tenantId: string, by: AuditedBy, name: string): Promise<void> {
  const key = await platform.store.transaction(tenantId, async (tx) => {
    const found = await tx.calls.deleteSound(name);
    if (found === null) throw new Refused('not_found');
    audit(tx, by, { action: 'sound.deleted', target: { kind: 'sound', id: name, name } });
    return found;
  });
  await platform.blobs.delete(key);
}
