import { type File, LIMITS } from '@alongside/protocol';
import { assertMayRead } from '../../conversations/policy.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { assertRoomIn, keepFile } from '../keep-file.ts';
import { acceptsFile, cleanFileName } from '../policy.ts';

/**
 * Stores a file for one conversation; nobody sees it until an entry carries its id. The bytes are safe before the row is. Refuses `file_too_large`,
 * `file_type_refused`, `file_quota_exceeded`.
 */
export async function storeFile(
  platform: Platform,
  actor: Actor,
  input: { conversationId: string; name: string; bytes: Uint8Array },
): Promise<File> {
  const { conversationId, bytes } = input;
  assertMayRead(actor, conversationId);
  if (bytes.byteLength > LIMITS.fileBytes)
    throw new Refused('file_too_large', { rule: `at most ${LIMITS.fileBytes} bytes` });
  if (bytes.byteLength === 0) throw new Refused('invalid_request', { message: 'The file is empty.' });
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const conversation = await tx.log.conversation(conversationId);
    if (!conversation) throw new Refused('not_found');
    if (!conversation.open) throw new Refused('conversation_ended');
    if (actor.kind === 'agent' && conversation.ownerId !== actor.agentId) throw new Refused('not_owner');
  });

  const name = cleanFileName(input.name);
  const facts = await platform.inspector.inspect(bytes);
  if (!facts || !acceptsFile(facts.mediaType, name)) {
    throw new Refused('file_type_refused', {
      message: `Files like "${name}" are not accepted.`,
      rule: 'the content and the ending of the name must both be of an accepted type',
    });
  }
  const uploaderId = actor.kind === 'customer' ? actor.customerId : actor.agentId;
  return keepFile(platform, actor.tenantId, { name, bytes, ...facts }, async (tx, { file, key, sha256, scan }) => {
    await tx.files.save({ ...file, conversationId, key, sha256, uploadedBy: actor.kind, uploaderId, scan });
    await assertRoomIn(tx, conversationId);
  });
}
