import type { Platform } from '../../kernel/platform.ts';
import { openBackend } from '../backend.ts';
import { endWait } from '../end-wait.ts';
import type { CompanyBackend } from '../ports.ts';

/** Taken at once; each is waited for. */
const BATCH = 20;
/** Longer than a request may take, so that nobody asks a second time meanwhile. */
const LEASE_SECONDS = 30;
/** A customer waits no longer than this for the call system to know of them. */
const PATIENCE_SECONDS = 60;
/** Nobody is told of a wait that is over for longer than this. */
const FORGET_SECONDS = 24 * 3600;
const NOT_REACHED = 'Help cannot be reached now. Please try again in a few minutes.';

type Due = Awaited<ReturnType<Platform['store']['sweeps']['claimInteractions']>>[number];

/**
 * Brings call systems up to date with who waits: asks them to hold new ones and to forget those who gave up. Returns how many were due.
 * What fails is tried again; a customer whom the call system refuses, or does not know after a minute, is told that the wait is over.
 */
export async function holdInCallSystem(platform: Platform): Promise<number> {
  const due = await platform.store.sweeps.claimInteractions(BATCH, LEASE_SECONDS);
  const backends = new Map<string, Promise<CompanyBackend | null>>();
  const backendOf = (tenantId: string) => {
    const known = backends.get(tenantId) ?? openBackend(platform, tenantId);
    backends.set(tenantId, known);
    return known;
  };
  await Promise.all(
    due.map(async (one) => {
      const backend = await backendOf(one.tenantId);
      await (one.wants === 'wanted' ? ask(platform, backend, one) : forget(platform, backend, one));
    }),
  );
  return due.length;
}

async function ask(platform: Platform, backend: CompanyBackend | null, due: Due): Promise<void> {
  const { tenantId, contactId, round } = due;
  const run = platform.store.transaction.bind(platform.store);
  const wanted = await run(tenantId, (tx) => tx.company.newInteraction(contactId));
  const answer =
    backend && wanted
      ? await platform.company.createInteraction(backend, { ...wanted, idempotencyKey: `${contactId}/${round}` })
      : ({ kind: 'no_answer' } as const);
  if (answer.kind === 'created') {
    await run(tenantId, (tx) => tx.company.noteCreated(contactId, round, answer.interactionId));
    return;
  }
  const { kind } = answer;
  platform.log.warn(
    { tenantId, contactId, reason: kind, attempt: due.attempt },
    'The call system did not take a contact.',
  );
  if (kind === 'no_answer' && due.age < PATIENCE_SECONDS) {
    await run(tenantId, (tx) => tx.company.retry(contactId, round, pause(due.attempt, 15)));
    return;
  }
  const message = answer.kind === 'refused' ? answer.message : NOT_REACHED;
  await run(tenantId, async (tx) => {
    await endWait(tx, tenantId, contactId, message || NOT_REACHED);
    await tx.company.noteClosed(contactId, round);
  });
}

async function forget(platform: Platform, backend: CompanyBackend | null, due: Due): Promise<void> {
  const { tenantId, contactId, round, interactionId } = due;
  // Without an id: the answer to our request never came, and there is nothing to name. Without a backend: nobody to tell.
  const done =
    interactionId === null || backend === null || (await platform.company.deleteInteraction(backend, interactionId));
  if (!done)
    platform.log.warn(
      { tenantId, contactId, attempt: due.attempt },
      'The call system was not told that a wait is over.',
    );
  await platform.store.transaction(tenantId, (tx) =>
    done || due.age > FORGET_SECONDS
      ? tx.company.noteClosed(contactId, round)
      : tx.company.retry(contactId, round, pause(due.attempt, 600)),
  );
}

const pause = (attempt: number, longest: number): number => Math.min(longest, 2 ** Math.min(attempt - 1, 12));
