import { readFile } from '../../files/commands/read-file.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { mustOpenBackend } from '../backend.ts';

/** Puts a file of a conversation into the company's own document store. */
export async function saveDocument(
  platform: Platform,
  actor: AgentActor,
  input: { id: string; description?: string; folder?: string; fields?: Readonly<Record<string, string>> },
): Promise<{ documentId: string }> {
  const { file, bytes } = await readFile(platform, actor, input.id);
  const backend = await mustOpenBackend(platform, actor.tenantId);
  const [staff] = await platform.store.transaction(actor.tenantId, (tx) => tx.company.staffOf([actor.agentId]));
  const answer = await platform.company.createDocument(backend, {
    userId: staff?.staffNumber ?? actor.agentId,
    fileName: file.name,
    mediaType: file.mediaType,
    description: input.description ?? '',
    bytes,
    folder: input.folder ?? '',
    fields: input.fields ?? {},
  });
  if (answer.kind === 'no_answer') throw new Refused('company_unavailable');
  if (answer.kind === 'refused')
    throw new Refused('company_refused', answer.message ? { message: answer.message } : {});
  return { documentId: answer.documentId };
}
