import type { Author } from '@alongside/protocol';
import type { ContactChange } from '../contacts/ports.ts';
import { SYSTEM } from '../conversations/view.ts';
import type { Transaction } from '../kernel/store.ts';
import type { CallEnd, CallRecord } from './ports.ts';
import { RETRIED } from './view.ts';

/** The one close of a call: one conditional UPDATE, its entry, and everybody told. null: it had ended [CALL1]. */
export async function closeCall(
  tx: Transaction,
  callId: string,
  end: CallEnd,
  author: Author = SYSTEM,
): Promise<CallRecord | null> {
  await tx.calls.lock(callId);
  const call = await tx.calls.end(callId, end);
  if (call === null) return null;
  if (call.conversationId !== null)
    await tx.log.append(
      call.conversationId,
      author,
      {
        kind: 'call.ended',
        callId,
        call: call.kind,
        by: end.by,
        reason: end.reason,
        talkSeconds: call.talkSeconds,
        ...(call.missedReason === null ? {} : { missed: call.missedReason }),
        ...(RETRIED.has(end.reason) && call.kind !== 'phone' ? { retry: true } : {}),
      },
      'all',
    );
  tellCall(tx, call);
  return call;
}

/** Whoever shows or carries the call looks at it again. */
export function tellCall(tx: Transaction, { tenantId, id }: Pick<CallRecord, 'tenantId' | 'id'>): void {
  tx.tell({ kind: 'call', tenantId, callId: id });
}

/** The contact ended, and its call with it: before the contact's own entry. */
export async function endCallOf(
  tx: Transaction,
  { callId }: Pick<ContactChange, 'callId'>,
  end: CallEnd,
  author: Author = SYSTEM,
): Promise<void> {
  if (callId !== null) await closeCall(tx, callId, end, author);
}
