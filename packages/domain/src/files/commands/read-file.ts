import { createHash } from 'node:crypto';
import type { File } from '@alongside/protocol';
import { assertMayRead } from '../../conversations/policy.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';

/** A file of a conversation that this actor may read. */
export async function readFile(
  platform: Platform,
  actor: Actor,
  fileId: string,
): Promise<{ file: File; bytes: Uint8Array }> {
  const stored = await platform.store.transaction(actor.tenantId, (tx) => tx.files.get(fileId));
  if (!stored) throw new Refused('not_found');
  assertMayRead(actor, stored.conversationId);
  const bytes = await platform.blobs.get(stored.key);
  if (!bytes) throw new Refused('not_found', { message: 'The bytes of this file are gone.' });
  const { conversationId: _conversation, key: _key, sha256, ...file } = stored;
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new Refused('data_damaged', { message: `The bytes of file ${fileId} are not those that were stored.` });
  return { file, bytes };
}
