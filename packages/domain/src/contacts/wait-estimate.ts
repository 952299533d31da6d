import type { QueueStanding } from '@alongside/protocol';
import { absence, lacksSkill, type RoutingAgent } from '../routing/agents.ts';
import { ringAt } from '../routing/decide.ts';
import type { LinePlace, QueueLength } from './ports.ts';

/** A contact's length before any has ended, and its ringing before any was accepted, in seconds. */
const ASSUMED_HANDLE_SECONDS = 300;
const ASSUMED_RING_SECONDS = 10;
/** Quantile of the standard normal for 10 % and 90 %: the range should hold four times in five. */
const Z = 1.2816;
/** Variance, in parts of its square, of the running average of lengths that differ as much as lengths of contacts do; and of a guess. */
const AVERAGE_VARIANCE = 0.03;
const ASSUMED_VARIANCE = 0.25;
/** Ranges are told in steps of this. */
const STEP = 30;

/** Who can serve one ring of a queue. */
export interface RingFacts {
  readonly afterSeconds: number;
  readonly agents: number;
  /** Slots of those agents that are free now. */
  readonly free: number;
  /** All their slots, each divided among the queues whose contacts it could also serve, by how many wait there. */
  readonly share: number;
}

/** What a wait estimate is made from. */
export interface QueueFacts {
  readonly now: number;
  readonly averageHandleSeconds: number | null;
  readonly averageRingSeconds: number | null;
  readonly offerSeconds: number;
  readonly callBackAfterSeconds?: number | null;
  readonly rings: readonly RingFacts[];
}

/** Works out who can actually serve a queue: its rings' skills, who is there, and what other queues ask of the same people [QUE2]. */
export function factsOf(
  queue: QueueLength,
  queues: readonly QueueLength[],
  agents: readonly RoutingAgent[],
): QueueFacts {
  const there = agents.filter((agent) => {
    const away = absence(agent, queue.now);
    return away === null || away === 'after_contact_work';
  });
  const others = queues.filter(({ id, waiting }) => id !== queue.id && waiting > 0);
  const mine = Math.max(1, queue.waiting);
  const shareOf = new Map(
    there.map((agent) => {
      const elsewhere = others
        .filter(({ rings }) => rings.some(({ requirements }) => !lacksSkill(agent, requirements)))
        .reduce((sum, { waiting }) => sum + waiting, 0);
      return [agent, (agent.capacity * mine) / (mine + elsewhere)];
    }),
  );
  const rings = queue.rings.map(({ afterSeconds, requirements }): RingFacts => {
    const able = there.filter((agent) => !lacksSkill(agent, requirements));
    const ready = able.filter((agent) => absence(agent, queue.now) === null);
    return {
      afterSeconds,
      agents: able.length,
      free: ready.reduce((sum, { capacity, load }) => sum + Math.max(0, capacity - load), 0),
      share: able.reduce((sum, agent) => sum + (shareOf.get(agent) ?? 0), 0),
    };
  });
  const { now, averageHandleSeconds, averageRingSeconds, offerSeconds, callBackAfterSeconds = null } = queue;
  return { now, averageHandleSeconds, averageRingSeconds, offerSeconds, callBackAfterSeconds, rings };
}

/**
 * Where a waiting contact stands; docs/routing.md has the formula. Whoever finds a free slot, counting those ahead, rings at once. For the
 * others: a slot is held for the ringing and the contact, R + H seconds on average, and frees up at random; so the n-th release comes after an
 * Erlang(n, slots/(R + H)) time, widened by what is not known of H, and then it rings for R more. The range is the 10 % and 90 % quantile of a gamma
 * distribution of that mean and variance (Wilson–Hilferty), rounded outwards. Of the rings that are open or will be, the one by which it rings
 * soonest. A ring that has nobody is waited out. Nobody in any: no range.
 */
export function standingAt(place: EstimatedPlace, facts: QueueFacts): QueueStanding {
  const { callBackAfterSeconds: after } = facts;
  // Never sooner than the request itself is taken: that one counts from the place, which is at least as old.
  const callBack = typeof after === 'number' && facts.now - place.waitingSince >= after * 1000;
  return { ...estimateAt(place, facts), ...(callBack && { callBack }) };
}

type EstimatedPlace = Pick<LinePlace, 'ringing' | 'waitingSince'> & { position: number; waitingAhead: number };

function estimateAt(place: EstimatedPlace, facts: QueueFacts): QueueStanding {
  const { position, waitingAhead, ringing } = place;
  const waited = facts.now - place.waitingSince;
  const open = ringAt(
    facts.rings.map(({ afterSeconds }) => ({ afterSeconds, requirements: [] })),
    waited,
  );
  const later = facts.rings.slice(open).filter(({ agents }) => agents > 0);
  const [first] = later;
  if (ringing) return { position, wait: range(0, facts.offerSeconds), agentsAvailable: true };
  const until = ({ afterSeconds }: RingFacts) => Math.max(0, afterSeconds - waited / 1000);
  const [soonest] = later
    .filter(({ share }) => share > 0)
    .map((ring) => ({ ...distribution(waitingAhead + 1 - ring.free, ring.share, facts), untilRing: until(ring) }))
    .sort((a, b) => Math.max(a.untilRing, a.mean) - Math.max(b.untilRing, b.mean));
  if (!first || !soonest) return { position, wait: null, agentsAvailable: first !== undefined };
  const { low, high, untilRing } = soonest;
  // While an earlier ring serves them too, those ahead become fewer meanwhile; a ring that has nobody is waited out.
  const after = soonest.mean === 0 ? untilRing : until(first);
  return {
    position,
    wait: range(Math.max(untilRing, low), Math.max(untilRing, after + high)),
    agentsAvailable: true,
  };
}

/** Seconds until so many slots have become free and it has rung: the mean, and the quantiles that a range is made of. */
function distribution(
  releases: number,
  slots: number,
  { averageHandleSeconds, averageRingSeconds, offerSeconds }: QueueFacts,
): { mean: number; low: number; high: number } {
  if (releases <= 0) return { mean: 0, low: 0, high: offerSeconds };
  const rings = averageRingSeconds ?? ASSUMED_RING_SECONDS;
  const untilFree = (releases * ((averageHandleSeconds ?? ASSUMED_HANDLE_SECONDS) + rings)) / slots;
  const mean = untilFree + rings;
  // As wide as the releases, our knowledge of H and the last ringing make it together.
  const unknown = averageHandleSeconds === null ? ASSUMED_VARIANCE : AVERAGE_VARIANCE;
  const variance = untilFree ** 2 * (1 / releases + unknown) + rings ** 2;
  const shape = mean ** 2 / variance;
  const quantile = (z: number) => mean * Math.max(0, 1 - 1 / (9 * shape) + z * Math.sqrt(1 / (9 * shape))) ** 3;
  return { mean, low: quantile(-Z), high: quantile(Z) };
}

function range(low: number, high: number): NonNullable<QueueStanding['wait']> {
  const lowSeconds = Math.floor(low / STEP) * STEP;
  return { lowSeconds, highSeconds: Math.max(lowSeconds + STEP, Math.ceil(high / STEP) * STEP) };
}
