import type { Platform } from '../kernel/platform.ts';
import { openBackend } from './backend.ts';
import { endWait } from './end-wait.ts';
import type { CompanyBackend } from './ports.ts';

/** Requests of one company that are begun at once; while so many are under way it is given no more. */
const AT_ONCE = 20;
/** Requests of all companies under way. */
const IN_ALL = 400;
/** Longer than a request may take, so that nobody asks a second time meanwhile. */
const LEASE_SECONDS = 30;
/** A customer waits no longer than this for the call system to know of them, once it was asked often enough. */
const PATIENCE_SECONDS = 60;
const ENOUGH_ATTEMPTS = 3;
/** Nobody is told of a wait that is over for longer than this. */
const FORGET_SECONDS = 24 * 3600;
const NOT_REACHED = 'Help cannot be reached now. Please try again in a few minutes.';

type Due = Awaited<ReturnType<Platform['store']['sweeps']['claimInteractions']>>[number];

/**
 * Brings call systems up to date with who waits: asks them to hold new ones and to forget those who gave up. What fails is tried again; a
 * customer whom the call system refuses, or does not know after a minute, is told that the wait is over. No company waits for another's
 * call system.
 */
export class CallSystems {
  readonly #platform: Platform;
  readonly #underWay = new Set<Promise<void>>();
  /** Of each company. */
  readonly #counts = new Map<string, number>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Begins what is due, and waits for none of it. Returns how many were begun. */
  async look(): Promise<number> {
    if (this.#underWay.size >= IN_ALL) return 0;
    const busy = [...this.#counts].filter(([, count]) => count >= AT_ONCE).map(([tenantId]) => tenantId);
    const due = await this.#platform.store.sweeps.claimInteractions(AT_ONCE, LEASE_SECONDS, busy);
    const backends = new Map<string, Promise<CompanyBackend | null>>();
    for (const one of due) {
      const backend = backends.get(one.tenantId) ?? openBackend(this.#platform, one.tenantId);
      backends.set(one.tenantId, backend);
      this.#begin(one, backend);
    }
    return due.length;
  }

  /** Waits for what is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #begin(due: Due, backend: Promise<CompanyBackend | null>): void {
    const { tenantId } = due;
    this.#counts.set(tenantId, (this.#counts.get(tenantId) ?? 0) + 1);
    const work = (due.wants === 'wanted' ? ask : forget)(this.#platform, backend, due)
      .catch((error: unknown) =>
        this.#platform.log.warn({ error, tenantId, contactId: due.contactId }, 'A call system could not be told.'),
      )
      .then(() => {
        this.#underWay.delete(work);
        const left = (this.#counts.get(tenantId) ?? 1) - 1;
        if (left > 0) this.#counts.set(tenantId, left);
        else this.#counts.delete(tenantId);
      });
    this.#underWay.add(work);
  }
}

async function ask(platform: Platform, opening: Promise<CompanyBackend | null>, due: Due): Promise<void> {
  const { tenantId, contactId, round } = due;
  const backend = await opening;
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
  if (kind === 'no_answer' && (due.age < PATIENCE_SECONDS || due.attempt < ENOUGH_ATTEMPTS)) {
    await run(tenantId, (tx) => tx.company.retry(contactId, round, pause(due.attempt, 15)));
    return;
  }
  const message = answer.kind === 'refused' ? answer.message : NOT_REACHED;
  await run(tenantId, async (tx) => {
    // By now they may wait in a queue of ours, or have an agent: then the call system has no say.
    if (await tx.company.stillWanted(contactId, round)) await endWait(tx, tenantId, contactId, message || NOT_REACHED);
    await tx.company.noteClosed(contactId, round);
  });
}

async function forget(platform: Platform, opening: Promise<CompanyBackend | null>, due: Due): Promise<void> {
  const { tenantId, contactId, round, interactionId } = due;
  const backend = await opening;
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
