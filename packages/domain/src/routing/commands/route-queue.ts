import type { Platform } from '../../kernel/platform.ts';
import type { Transaction } from '../../kernel/store.ts';
import { type Candidate, RoutingPass } from '../decide.ts';
import type { QueueRules } from '../ports.ts';
import { Offers } from './offers.ts';

/**
 * Contacts of the first reading: mostly nobody is free for more. Where that did not use up who is free, the next readings are longer, and
 * leave out whom nobody who is free has the skills for.
 */
const READINGS = [100, 1_000, 20_000];
/** After an offer came too late: mostly a hint is faster. */
const RETRY_MILLISECONDS = 100;
/** Contacts of each other queue that are looked at: whose turn it is before ours. */
const RIVALS = 100;
/** While an agent is kept for another queue: mostly its offer is made by then, and else they are ours. */
const YIELD_MILLISECONDS = 250;
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

/**
 * Decides for the waiting contacts of a queue and offers them [ROUTE1]. One decider per queue: whoever finds the lock taken leaves it to
 * the holder. The picture it decides from may be old by the time of the offer: each offer is one small transaction with conditions of its
 * own, and one that comes too late changes nothing. Whoever lost an agent to another queue that way is decided for again before anybody
 * behind them, so that first come stays first served. Across queues too: whoever waits elsewhere for the same people with a higher priority or
 * an older place has an agent kept for them.
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
    const offers = new Offers(platform, tenantId, queueId, rules.offerSeconds);
    const found = await decideAll(tx, pass, offers, { queueId, now, rules, memory });
    await offers.saveRest();
    const retryAt = offers.missed ? now + RETRY_MILLISECONDS : found.yielded ? now + YIELD_MILLISECONDS : null;
    const soonest = [nextAt, found.nextAt, retryAt, await nextRing(tx, queueId, rules)].filter((at) => at !== null);
    return {
      offered: offers.made,
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
  offers: Offers,
  { queueId, now, rules, memory }: { queueId: string; now: number; rules: QueueRules; memory: RoutingMemory },
): Promise<{ toAsk: Candidate[]; nextAt: number | null; more: boolean; yielded: boolean }> {
  const toAsk: Candidate[] = [];
  let nextAt: number | null = null;
  const lookAt = (at: number) => {
    if (at > now && (nextAt === null || at < nextAt)) nextAt = at;
  };
  const withQuestions = rules.externalRouter !== null;
  const rivals = await tx.routing.rivals(queueId, RIVALS);
  let [turn, yielded] = [0, false];
  let last: Candidate | undefined;
  for (const limit of READINGS) {
    if (!pass.anybodyFree || offers.over) break;
    const behind = last && { last, waits: pass.servableWaits() };
    const candidates = await tx.routing.waiting(queueId, limit, { withQuestions, ...(behind ? { behind } : {}) });
    for (const candidate of candidates) {
      if (!pass.anybodyFree || offers.over) break;
      for (let rival = rivals[turn]; rival && isBefore(rival, candidate); turn += 1, rival = rivals[turn])
        if (pass.reserve(rival)) yielded = true;
      if (!pass.anybodyFree) break;
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
      const decide = () =>
        pass.decide(candidate, (ring) => offers.nobody < MOST_NOBODY && memory.isNew(contactId, ring));
      let decision = decide();
      while (decision !== null && (await offers.make(candidate, decision)) === 'agent_gone' && !offers.over) {
        pass.lose(decision.agentId as string);
        decision = decide();
      }
    }
    if (candidates.length < limit) break;
    last = candidates.at(-1);
  }
  return { toAsk, nextAt, more: offers.full, yielded };
}

/** Whose turn it is before the other's, whichever queue they are in. */
const isBefore = (one: Candidate, other: Candidate): boolean =>
  one.priority !== other.priority
    ? one.priority > other.priority
    : one.placeMilliseconds !== other.placeMilliseconds
      ? one.placeMilliseconds < other.placeMilliseconds
      : one.contactId < other.contactId;

async function nextRing(tx: Transaction, queueId: string, { rings }: QueueRules): Promise<number | null> {
  const later = rings.slice(1).map(({ afterSeconds }) => afterSeconds);
  return later.length === 0 ? null : tx.routing.nextRing(queueId, later);
}
