import type { Outcome } from '../row.ts';
import type { ContactFacts, DayFacts, Span, ToldFacts } from './facts.ts';

/** Milliseconds. The log says when it was written, and a reader sees it once it is committed. */
const SLACK = 1_000;
/** A contact does not ring again at whoever let it ring in vain. A sweep ends the ringing, up to so much later. */
const MUTED_SECONDS = 30;
const SWEEP_SECONDS = 10;
/** Of those whom something was told, for so many it must come true. */
export const COVERAGE = 0.8;

type Found = Outcome['violations'][number];
function grouped<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

const goal = (what: string): Found => ({ rule: 'goal', what });

/** Judges a day: legal ends, capacity at every instant, first come first served, and whether what was told came true. */
export function checkDay(facts: DayFacts): Outcome {
  const capacity = checkCapacity(facts);
  const order = checkOrder(facts);
  const waits = checkWaits(facts);
  return {
    figures: { ...capacity.figures, ...order.figures, ...waits.figures },
    violations: [...checkEnds(facts), ...capacity.violations, ...order.violations, ...waits.violations],
  };
}

/** At the end of the day nobody is left: neither with an agent nor in a line. */
function checkEnds({ contacts, log }: DayFacts): Found[] {
  const ended = new Map<string, number>();
  for (const { contactId, kind } of log)
    if (kind === 'contact.ended') ended.set(contactId, (ended.get(contactId) ?? 0) + 1);
  return contacts.flatMap(({ contactId, state, ownerId }) => {
    if (state !== 'ended') return [goal(`${contactId} is still ${state} with ${ownerId ?? 'nobody'}`)];
    const times = ended.get(contactId) ?? 0;
    return times === 1 ? [] : [goal(`${contactId} has ${times} ends in its log`)];
  });
}

/** By the logs, how many contacts each agent had at every instant. */
function checkCapacity({ log, capacity }: DayFacts): Outcome {
  const steps: { agentId: string; at: number; by: 1 | -1 }[] = [];
  const owners = new Map<string, string>();
  for (const { contactId, kind, agentId, at } of log) {
    const owner = owners.get(contactId);
    if (owner !== undefined) steps.push({ agentId: owner, at, by: -1 });
    owners.delete(contactId);
    if (kind !== 'contact.started' || agentId === null) continue;
    owners.set(contactId, agentId);
    steps.push({ agentId, at, by: 1 });
  }
  // Of one millisecond, the end was first: the slot was taken only after it was free.
  steps.sort((a, b) => a.at - b.at || a.by - b.by);
  const held = new Map<string, number>();
  const most = new Map<string, number>();
  for (const { agentId, by } of steps) {
    const now = (held.get(agentId) ?? 0) + by;
    held.set(agentId, now);
    most.set(agentId, Math.max(most.get(agentId) ?? 0, now));
  }
  return {
    figures: { 'most at one agent': Math.max(0, ...most.values()), 'of capacity': capacity },
    violations: [...most]
      .filter(([, count]) => count > capacity)
      .map(([agentId, count]) => goal(`${agentId} had ${count} contacts at once, of ${capacity}`)),
  };
}

interface Wait {
  readonly contact: ContactFacts;
  readonly queueId: string;
  /** When it began to wait, and since when everybody could see that. */
  readonly from: number;
  readonly visible: number;
  /** The next offer, or the end. */
  readonly to: number;
}

/** Nobody who waited in an open ring stood still while a later one of the same priority was offered to somebody who could have had them. */
function checkOrder(facts: DayFacts): Outcome {
  const { contacts, offers, rings } = facts;
  const spans = spansOf(facts);
  const byQueue = grouped(spans, ({ queueId }) => queueId);
  const contactOf = new Map(contacts.map((contact) => [contact.contactId, contact]));
  const mutedAt = mutesOf(facts);
  const overtaken = new Map<string, number>();
  for (const offer of offers) {
    const behind = contactOf.get(offer.contactId);
    if (behind === undefined) continue;
    for (const { contact, from, visible, to } of byQueue.get(offer.queueId) ?? []) {
      if (contact.placeAt >= behind.placeAt || contact.priority !== behind.priority) continue;
      if (visible >= offer.decidedAt || to <= offer.at) continue;
      if (mutedAt(contact.contactId, offer.agentId, offer.decidedAt)) continue;
      // A later ring asks for less, so whoever serves this ring serves that one too.
      const waited = (offer.decidedAt - from - SLACK) / 1000;
      const open = Math.max(0, (rings.get(offer.queueId) ?? [0]).filter((after) => after <= waited).length - 1);
      if (open >= offer.ring) overtaken.set(contact.contactId, (overtaken.get(contact.contactId) ?? 0) + 1);
    }
  }
  return {
    figures: { offers: offers.length, 'waits checked': spans.length, 'passed over': overtaken.size },
    violations: [...overtaken].map(([contactId, times]) =>
      goal(`${contactId} waited while ${times} who came later were offered`),
    ),
  };
}

/** Whether a contact may have been one that this agent let ring in vain a while before. */
function mutesOf({ offers, log, offerSeconds }: DayFacts): (contactId: string, agentId: string, at: number) => boolean {
  const between = (contactId: string, agentId: string) => `${contactId} ${agentId}`;
  const offered = grouped(offers, ({ contactId, agentId }) => between(contactId, agentId));
  const accepted = grouped(
    log.filter(({ kind }) => kind === 'contact.started'),
    ({ contactId, agentId }) => between(contactId, agentId ?? ''),
  );
  const rings = offerSeconds * 1000;
  const longest = (offerSeconds + SWEEP_SECONDS + MUTED_SECONDS) * 1000;
  return (contactId, agentId, at) => {
    const key = between(contactId, agentId);
    const taken = accepted.get(key) ?? [];
    return (offered.get(key) ?? []).some(
      (offer) =>
        offer.at < at &&
        at - offer.at < longest &&
        !taken.some((start) => start.at >= offer.at && start.at <= offer.at + rings + SLACK),
    );
  };
}

/** The waits whose beginning is known: the first one, and those after an agent gave or lost it. After a declined offer nobody can say. */
function spansOf({ contacts, offers, log, came }: DayFacts): readonly Wait[] {
  const offersOf = grouped(offers, ({ contactId }) => contactId);
  const logOf = grouped(log, ({ contactId }) => contactId);
  return contacts.flatMap((contact) => {
    const { contactId, placeAt } = contact;
    const mine = offersOf.get(contactId) ?? [];
    const entries = logOf.get(contactId) ?? [];
    const end = entries.find(({ kind }) => kind === 'contact.ended')?.at ?? Number.POSITIVE_INFINITY;
    const begins = [
      { from: placeAt, visible: came.get(contactId) ?? Number.POSITIVE_INFINITY },
      ...entries.flatMap(({ kind, at }) => (kind === 'contact.requeued' ? [{ from: at, visible: at + SLACK }] : [])),
    ];
    return begins.map(({ from, visible }): Wait => {
      const next = mine.find(({ at }) => at >= from);
      const queueId = next?.queueId ?? contact.queueId;
      return { contact, queueId, from, visible, to: Math.min(next?.at ?? end, end) };
    });
  });
}

/** How long it rang, in parts of how long contacts are: says how slow the machine was for so short a day. An estimate rests on ringing too. */
function ringingShare({ offers, log }: DayFacts): number {
  const offersOf = grouped(offers, ({ contactId }) => contactId);
  const begun = new Map<string, number>();
  const [rings, lengths]: [number[], number[]] = [[], []];
  for (const { contactId, kind, at } of log) {
    const since = begun.get(contactId);
    if (since !== undefined) lengths.push(at - since);
    begun.delete(contactId);
    if (kind !== 'contact.started') continue;
    begun.set(contactId, at);
    const offered = offersOf.get(contactId)?.findLast((offer) => offer.at <= at)?.at;
    if (offered !== undefined) rings.push(at - offered);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
  return lengths.length === 0 ? 0 : mean(rings) / mean(lengths);
}

/** How much of the time between two moments the server was away, seconds. */
const awayBetween = (away: readonly Span[], from: number, to: number): number =>
  away.reduce((sum, one) => sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from)), 0) / 1000;

/**
 * Whoever stood behind another on arrival, was told a range, and was answered. No estimate knows when somebody will kill the server, nor how
 * long this machine takes to start it: what it was away of a wait does not count as waiting.
 */
function checkWaits(facts: DayFacts): Outcome {
  const { told, log, away } = facts;
  const started = new Map<string, number>();
  for (const { contactId, kind, at } of log)
    if (kind === 'contact.started' && !started.has(contactId)) started.set(contactId, at);
  const counted = told.flatMap((one) => {
    const at = started.get(one.contactId);
    if (at === undefined || one.wait === null || one.position < 2) return [];
    return [{ one, waited: (at - one.at) / 1000 - awayBetween(away, one.at, at) }];
  });
  const holds = ({ one: { wait }, waited }: { one: ToldFacts; waited: number }): boolean =>
    wait !== null && waited >= wait.lowSeconds && waited <= wait.highSeconds;
  const share = (some: typeof counted): number => (some.length === 0 ? 1 : some.filter(holds).length / some.length);
  // A range that begins at 0 says little where waits are short.
  const telling = counted.filter(({ one }) => (one.wait?.lowSeconds ?? 0) > 0);
  const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`;
  const covered = share(counted);
  const times = log.map(({ at }) => at);
  const first = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, at) => Math.max(most, at), 0);
  const gone = awayBetween(away, 0, Number.POSITIVE_INFINITY);
  return {
    figures: {
      'waits told': counted.length,
      'came true': percent(covered),
      'told more than 0': telling.length,
      'of those true': percent(share(telling)),
      'ringing to talking': percent(ringingShare(facts)),
      'server away': percent(last > first ? (gone * 1000) / (last - first) : 0),
      'longest wait s': Math.round(Math.max(0, ...counted.map(({ waited }) => waited))),
    },
    violations:
      covered >= COVERAGE ? [] : [goal(`only ${percent(covered)} of ${counted.length} ranges held, not 80 %`)],
  };
}
