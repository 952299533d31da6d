import type { Accepted, EntryBody, SendBody } from '@alongside/protocol';
import type { Actor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { auditWhisper } from '../../supervision/commands/audit-whisper.ts';
import { assertMayRead } from '../policy.ts';
import { authorOf } from '../view.ts';

/** Appends a message, a file or a note. Answers after COMMIT [LOG2]; the journal fences by owner and end under the row lock [LOG7] [LOG8]. */
export async function appendEntry(
  platform: Platform,
  actor: Actor,
  input: { conversationId: string; clientId: string; body: SendBody },
): Promise<Accepted> {
  const { conversationId, clientId } = input;
  assertMayRead(actor, conversationId);
  const { kind } = input.body;
  if ((kind === 'note' || kind === 'rich') && actor.kind === 'customer')
    throw new Refused('not_allowed', {
      message: `${kind === 'note' ? 'Notes' : 'Rich messages'} are for agents.`,
      field: '/body/kind',
    });
  const body = input.body.kind === 'file' ? await fileBody(platform, actor, conversationId, input.body) : input.body;
  const visibility = body.kind === 'note' ? 'agents' : 'all';
  const appended = await platform.store.journal.append({
    tenantId: actor.tenantId,
    conversationId,
    author: authorOf(actor),
    clientId,
    body,
    visibility,
  });
  if (!appended.ok) throw new Refused(appended.code);
  if (body.kind === 'note' && actor.kind === 'agent') await auditWhisper(platform, actor, conversationId, appended);
  return { seq: appended.seq, at: appended.at, clientId };
}

async function fileBody(
  platform: Platform,
  actor: Actor,
  conversationId: string,
  body: Extract<SendBody, { kind: 'file' }>,
): Promise<EntryBody> {
  const stored = await platform.store.transaction(actor.tenantId, (tx) => tx.files.get(body.fileId));
  if (stored?.conversationId !== conversationId)
    throw new Refused('not_found', { message: 'No such file in this conversation.', field: '/body/fileId' });
  const { conversationId: _conversation, key: _key, ...file } = stored;
  return { kind: 'file', file, ...(body.caption === undefined ? {} : { caption: body.caption }) };
}
