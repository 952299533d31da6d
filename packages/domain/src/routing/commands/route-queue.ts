import { tellChange } from '../../contacts/telling.ts';
import { failpoint } from '../../kernel/failpoint.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Transaction } from '../../kernel/store.ts';
import { type Candidate, type Decision, RoutingPass } from '../decide.ts';
import type { NewDecision, QueueRules } from '../ports.ts';
import { recordOf } from '../record.ts';

/**
 * Contacts of the first reading: mostly nobody is free for more. Where that did not use up who is free, the next readings are longer, and
 * leave out whom nobody who is free has the skills for.
 */
const READINGS = [100, 1_000, 20_000];
/** Offers of one pass. The lock is held meanwhile, so the next pass goes on where this one stopped. */
const MOST_OFFERS = 25;
const MOST_MILLISECONDS = 1_000;
/** After an offer came too late: mostly a hint is faster. */
const RETRY_MILLISECONDS = 100;
/** Contacts of one pass that are put on record as having found nobody. The rest follows. */
const MOST_NOBODY = 50;

export interface RouteOutcome {
  readonly offered: number;
  /** There may be more to decide at once. */
  readonly again: boolean;
  /** When time alone may change something; milliseconds from now. */
  readonly lookAgainIn: number | null;
  /** Contacts about which the queue's external router is to be asked. */
  readonly toAsk: readonly Candidate[];
  readonly rules: QueueRules | null;
}

const NOTHING: RouteOutcome = { offered: 0, again: false, lookAgainIn: null, toAsk: [], rules: null };

/** Which contacts are on record as having found nobody, so that each is written down once a ring. Kept by one process; lost without harm. */
export class RoutingMemory {
  readonly #rings = new Map<string, number>();

  /** True once for each contact and ring. */
  isNew(contactId: string, ring: number): boolean {
    if (this.#rings.get(contactId) === ring) return false;
    if (this.#rings.size > 50_000) this.#rings.clear();
    this.#rings.set(contactId, ring);
    return true;
  }
}

interface Decided {
  readonly candidate: Candidate;
  readonly decision: Decision;
}

/**
 * Decides for the waiting contacts of a queue and offers them [ROUTE1]. One decider per queue: whoever finds the lock taken leaves it to
 * the holder. The picture it decides from may be old by the time of the offer: each offer is one small transaction with conditions of its
 * own, and one that comes too late changes nothing.
 */
export async function routeQueue(
  platform: Platform,
  tenantId: string,
  queueId: string,
  memory: RoutingMemory = new RoutingMemory(),
): Promise<RouteOutcome> {
  return platform.store.transaction(tenantId, async (tx) => {
    if (!(await tx.routing.tryDecide(queueId))) return NOTHING;
    const { free, nextAt, now } = await tx.routing.anybodyFree();
    if (!free) return { ...NOTHING, lookAgainIn: nextAt === null ? null : nextAt - now };
    const rules = await tx.routing.rules(queueId);
    if (!rules) return NOTHING;
    const pass = new RoutingPass({ now, rings: rules.rings, agents: await tx.routing.agents() });
    const found = await decideAll(tx, pass, { queueId, now, rules, memory });
    const done = await apply(platform, tenantId, queueId, found.decided, rules.offerSeconds);
    const retryAt = done.missed ? now + RETRY_MILLISECONDS : null;
    const soonest = [nextAt, found.nextAt, retryAt, await nextRing(tx, queueId, rules)].filter((at) => at !== null);
    return {
      offered: done.offered,
      again: found.more,
      lookAgainIn: soonest.length === 0 ? null : Math.max(0, Math.min(...soonest) - now),
      toAsk: found.toAsk,
      rules,
    };
  });
}

async function decideAll(
  tx: Transaction,
  pass: RoutingPass,
  { queueId, now, rules, memory }: { queueId: string; now: number; rules: QueueRules; memory: RoutingMemory },
): Promise<{ decided: Decided[]; toAsk: Candidate[]; nextAt: number | null; more: boolean }> {
  const decided: Decided[] = [];
  const toAsk: Candidate[] = [];
  let offers = 0;
  let nobody = 0;
  let nextAt: number | null = null;
  const lookAt = (at: number) => {
    if (at > now && (nextAt === null || at < nextAt)) nextAt = at;
  };
  const withQuestions = rules.externalRouter !== null;
  let last: Candidate | undefined;
  for (const limit of READINGS) {
    if (!pass.anybodyFree || offers >= MOST_OFFERS) break;
    const behind = last && { last, waits: pass.servableWaits() };
    const candidates = await tx.routing.waiting(queueId, limit, { withQuestions, ...(behind ? { behind } : {}) });
    for (const candidate of candidates) {
      if (!pass.anybodyFree || offers >= MOST_OFFERS) break;
      for (const id in candidate.mutes) lookAt(candidate.mutes[id] ?? 0);
      if (rules.externalRouter) {
        const { question } = candidate;
        if (!question) {
          if (toAsk.length < pass.freeAgents) toAsk.push(candidate);
          continue;
        }
        if (question.state === 'asked' && question.deadline > now) {
          lookAt(question.deadline);
          continue;
        }
      }
      const { contactId } = candidate;
      const decision = pass.decide(candidate, (ring) => nobody < MOST_NOBODY && memory.isNew(contactId, ring));
      if (!decision) continue;
      decided.push({ candidate, decision });
      if (decision.agentId) offers += 1;
      else nobody += 1;
    }
    if (candidates.length < limit) break;
    last = candidates.at(-1);
  }
  return { decided, toAsk, nextAt, more: offers >= MOST_OFFERS };
}

async function nextRing(tx: Transaction, queueId: string, { rings }: QueueRules): Promise<number | null> {
  const later = rings.slice(1).map(({ afterSeconds }) => afterSeconds);
  return later.length === 0 ? null : tx.routing.nextRing(queueId, later);
}

async function apply(
  platform: Platform,
  tenantId: string,
  queueId: string,
  decided: readonly Decided[],
  seconds: number,
): Promise<{ offered: number; missed: boolean }> {
  const until = performance.now() + MOST_MILLISECONDS;
  const nobody: (NewDecision & { id: string })[] = [];
  const lost: { contactId: string; agentId: string }[] = [];
  let offered = 0;
  let missed = false;
  for (const { candidate, decision } of decided) {
    if (decision.agentId === null) {
      nobody.push({ id: platform.random.uuid(), ...recordOf(queueId, candidate, decision) });
      if (decision.aimLost && candidate.targetAgentId)
        lost.push({ contactId: candidate.contactId, agentId: candidate.targetAgentId });
    } else if (performance.now() > until) {
      missed = true;
    } else if (await offerTo(platform, tenantId, queueId, candidate, decision, decision.agentId, seconds)) {
      offered += 1;
    } else {
      missed = true;
    }
  }
  for (const { contactId, agentId } of lost)
    await platform.store.transaction(tenantId, (tx) => tx.routing.clearTarget(contactId, agentId));
  if (nobody.length > 0) await platform.store.transaction(tenantId, (tx) => tx.routing.saveDecisions(nobody));
  return { offered, missed };
}

/** The picture was old: nothing is to be changed. */
class TooLate extends Error {}

/** One offer, all or nothing, in lock order contact → desk. False: the contact or the agent was no longer as seen. */
async function offerTo(
  platform: Platform,
  tenantId: string,
  queueId: string,
  candidate: Candidate,
  decision: Decision,
  agentId: string,
  seconds: number,
): Promise<boolean> {
  const id = platform.random.uuid();
  try {
    await platform.store.transaction(tenantId, async (tx) => {
      const change = await tx.contacts.offer(candidate.contactId, agentId, seconds);
      if (!change || change.queueId !== queueId) throw new TooLate();
      await failpoint('route.offered');
      if (!(await tx.desks.takeSlot(agentId, change, 'ready'))) throw new TooLate();
      await failpoint('route.slot');
      await tx.routing.saveDecisions([{ id, ...recordOf(queueId, candidate, decision) }]);
      tellChange(tx, tenantId, change, agentId);
    });
    await failpoint('route.committed');
    return true;
  } catch (error) {
    if (error instanceof TooLate) return false;
    throw error;
  }
}
