import { createHash } from 'node:crypto';
import type { File } from '@alongside/protocol';
import { assertMayRead } from '../../conversations/policy.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { StoredFile } from '../ports.ts';

/** A file of a conversation that this actor may read. */
export async function readFile(
  platform: Platform,
  actor: Actor,
  fileId: string,
): Promise<{ file: File; bytes: Uint8Array }> {
  const stored = await platform.store.transaction(actor.tenantId, (tx) => tx.files.get(fileId));
  if (!stored) throw new Refused('not_found');
  assertMayRead(actor, stored.conversationId);
  return bytesOf(platform, stored);
}

/** Only what a scanner has passed, and only the bytes that were stored. */
export async function bytesOf(platform: Platform, stored: StoredFile): Promise<{ file: File; bytes: Uint8Array }> {
  const { conversationId: _conversation, key, sha256, scan, ...file } = stored;
  if (scan === 'quarantined') throw new Refused('file_quarantined');
  if (scan === 'infected') throw new Refused('not_found', { message: 'The scanner found malware in this file.' });
  const bytes = await platform.blobs.get(key);
  if (!bytes) throw new Refused('not_found', { message: 'The bytes of this file are gone.' });
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new Refused('data_damaged', { message: `The bytes of file ${file.id} are not those that were stored.` });
  return { file, bytes };
}
