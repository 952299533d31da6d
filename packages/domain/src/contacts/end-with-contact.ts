import type { Author } from '@alongside/protocol';
import { endCallOf } from '../calls/close-call.ts';
import type { CallEnd } from '../calls/ports.ts';
import { endCobrowseOf } from '../cobrowse/log.ts';
import { SYSTEM } from '../conversations/view.ts';
import type { Transaction } from '../kernel/store.ts';
import type { ContactChange } from './ports.ts';

/** What a contact that ended takes with it: its call and what was looked at together. Before the contact's own entry. */
export async function endWithContact(
  tx: Transaction,
  tenantId: string,
  change: Pick<ContactChange, 'callId' | 'conversationId'>,
  call: CallEnd,
  author: Author = SYSTEM,
): Promise<void> {
  await endCallOf(tx, change, call, author);
  await endCobrowseOf(tx, tenantId, change.conversationId);
}
