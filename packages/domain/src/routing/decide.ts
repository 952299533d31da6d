import type { HelpType, Ring, SkillLevel, Verdict } from '@alongside/protocol';
import { absence, type Demand, fullness, lacksSkill, type RoutingAgent, withOneMore } from './agents.ts';
import { Line } from './line.ts';
import { reasonOf } from './reasons.ts';

/** A waiting contact that the router looks at. Times are epoch milliseconds of the database. */
export interface Candidate {
  readonly contactId: string;
  readonly conversationId: string;
  readonly helpType: HelpType;
  readonly weight: number;
  readonly priority: number;
  /** As the database wrote it: what a next page begins behind. */
  readonly placeAt: string;
  readonly placeMilliseconds: number;
  readonly waitingSince: number;
  /** How often it has been offered: what a question to an external router is about. */
  readonly epoch: number;
  /** Set by a transfer or a preference: rings here first. */
  readonly targetAgentId: string | null;
  /** Not rung again until then, epoch milliseconds. */
  readonly mutes: Readonly<Record<string, number>>;
  /** What an external router said in this round of waiting. */
  readonly question: Question | null;
}

/** A contact that waits in another queue for the same people. */
export interface Rival extends Candidate {
  readonly queueId: string;
  readonly rings: readonly Ring[];
}

export interface Question {
  readonly state: 'asked' | 'named' | 'yours' | 'failed';
  /** Epoch milliseconds of the database; what comes later does not count. */
  readonly deadline: number;
  readonly agentId: string | null;
  readonly note: string | null;
}

/** Everything that one decision depended on; stored with it, and enough to decide again [ROUTE8]. */
export interface DecisionInput {
  readonly now: number;
  readonly ring: number;
  readonly requirements: readonly SkillLevel[];
  readonly helpType: HelpType;
  readonly weight: number;
  readonly targetAgentId: string | null;
  readonly namedAgentId: string | null;
  readonly note: string | null;
  readonly muted: readonly string[];
  /** The chosen one, whoever it was meant for, and the nearest others. */
  readonly agents: readonly RoutingAgent[];
}

export interface Decision {
  readonly outcome: 'offered' | 'forwarded' | 'nobody';
  readonly agentId: string | null;
  readonly ring: number;
  readonly decidedBy: 'router' | 'external_router';
  /** It was meant for somebody who cannot take it now: the aim is to be forgotten. */
  readonly aimLost: boolean;
  readonly reason: string;
  readonly considered: readonly { agentId: string; verdict: Verdict }[];
  readonly consideredCount: number;
  readonly input: DecisionInput;
}

/** Agents that are written down with a decision. */
export const CONSIDERED = 12;
/** Verdicts on somebody who could have taken it too. */
const COMPARED: ReadonlySet<Verdict> = new Set(['fewer_contacts', 'higher_skill', 'longer_since_free']);
/** Seconds; a hundred years. */
const FOR_EVER = 3_153_600_000;

/** Which ring of the queue is open to a contact that has waited so long; the last one that has begun [ROUTE3]. */
export function ringAt(rings: readonly Ring[], waitedMilliseconds: number): number {
  let open = 0;
  for (let index = 1; index < rings.length; index += 1)
    if ((rings[index] as Ring).afterSeconds * 1000 <= waitedMilliseconds) open = index;
  return open;
}

/**
 * Decides for waiting contacts, one after the other in their order, over one picture of everybody. Pure: the same contacts and agents
 * give the same decisions. Each decision counts for the next, so nobody is given more than fits.
 */
export class RoutingPass {
  readonly #now: number;
  readonly #rings: readonly Ring[];
  readonly #agents = new Map<string, RoutingAgent>();
  readonly #lines = new Map<string, Line>();
  #free = 0;

  constructor(picture: { now: number; rings: readonly Ring[]; agents: readonly RoutingAgent[] }) {
    this.#now = picture.now;
    this.#rings = picture.rings;
    for (const agent of picture.agents) {
      this.#agents.set(agent.id, agent);
      if (this.#hasRoom(agent)) this.#free += 1;
    }
  }

  /** Whether anybody could take anything more. */
  get anybodyFree(): boolean {
    return this.#free > 0;
  }

  /** How many have room for something more. */
  get freeAgents(): number {
    return this.#free;
  }

  /** How long a contact has waited, in seconds from `from` until before `to`, whose ring somebody with room has the skills for. */
  servableWaits(): { from: number; to: number }[] {
    const ready = [...this.#agents.values()].filter((agent) => this.#hasRoom(agent));
    return this.#rings.flatMap(({ afterSeconds, requirements }, index) =>
      ready.some((agent) => !lacksSkill(agent, requirements))
        ? [{ from: afterSeconds, to: this.#rings[index + 1]?.afterSeconds ?? FOR_EVER }]
        : [],
    );
  }

  /** What becomes of this contact now. `wantNobody`: whether an outcome of nobody is to be explained; it costs more than the outcome. */
  decide(candidate: Candidate, wantNobody: (ring: number) => boolean = () => true): Decision | null {
    const { helpType, weight, targetAgentId, question } = candidate;
    const ring = ringAt(this.#rings, this.#now - candidate.waitingSince);
    const requirements = this.#rings[ring]?.requirements ?? [];
    const demand: Demand = { helpType, weight, requirements };
    const muted = this.#mutedOf(candidate);
    const line = this.#line('', ring, demand);
    const named = question?.state === 'named' ? question.agentId : null;

    const byName = named !== null && this.#canTake(named, demand, muted) ? this.#get(named) : null;
    const aim = byName ? null : this.#aim(targetAgentId, demand, muted);
    const chosen = byName ?? aim?.agent ?? line.first(muted);
    if (!chosen && !targetAgentId && !wantNobody(ring)) return null;

    const near = line.near(chosen, muted, CONSIDERED - 2);
    const meant = [...new Set([named, targetAgentId])].filter((id): id is string => id !== null && id !== chosen?.id);
    const considered = [
      ...(chosen ? [{ agent: chosen, verdict: 'chosen' as const }] : []),
      ...meant.flatMap((id) => {
        const agent = this.#get(id);
        return agent ? [{ agent, verdict: this.#verdictOf(agent, demand, muted) }] : [];
      }),
      ...near
        .filter(({ agent }) => !meant.includes(agent.id))
        .map(({ agent, verdict }) => ({ agent, verdict: byName || aim ? insteadOf(verdict) : verdict })),
    ];
    const note = noteOf(question, named, byName !== null);
    const outcome = chosen === null ? 'nobody' : aim?.forwarded ? 'forwarded' : 'offered';
    const agents = considered.map(({ agent }) => trimmed(agent, demand, meant.includes(agent.id)));
    if (chosen) this.#give(chosen, demand);
    return {
      outcome,
      agentId: chosen?.id ?? null,
      ring,
      decidedBy: byName ? 'external_router' : 'router',
      aimLost: targetAgentId !== null && chosen?.id !== targetAgentId,
      reason: reasonOf({
        outcome,
        ring,
        by: byName ? 'name' : aim ? 'aim' : 'line',
        runnerUp: near.find(({ verdict }) => COMPARED.has(verdict))?.verdict ?? null,
        note,
      }),
      considered: considered.map(({ agent, verdict }) => ({ agentId: agent.id, verdict })),
      consideredCount: this.#agents.size,
      input: {
        now: this.#now,
        ring,
        requirements,
        helpType,
        weight,
        targetAgentId,
        namedAgentId: named,
        note,
        muted: [...muted],
        agents,
      },
    };
  }

  /** Keeps an agent for a contact of another queue whose turn it is; its own decider offers it. False: nobody for it. */
  reserve({ queueId, rings, helpType, weight, targetAgentId, ...rival }: Rival): boolean {
    const ring = ringAt(rings, this.#now - rival.waitingSince);
    const demand: Demand = { helpType, weight, requirements: rings[ring]?.requirements ?? [] };
    const muted = this.#mutedOf(rival);
    const agent = this.#aim(targetAgentId, demand, muted)?.agent ?? this.#line(queueId, ring, demand).first(muted);
    if (agent) this.#give(agent, demand);
    return agent !== null;
  }

  /** This agent was taken by another queue, or went away, since the picture: nobody is decided for them any more. */
  lose(agentId: string): void {
    const agent = this.#get(agentId);
    if (!agent) return;
    if (this.#hasRoom(agent)) this.#free -= 1;
    this.#agents.set(agentId, { ...agent, load: Math.max(agent.load, agent.capacity) });
  }

  #get(id: string): RoutingAgent | null {
    return this.#agents.get(id) ?? null;
  }

  #hasRoom(agent: RoutingAgent): boolean {
    return agent.load < agent.capacity && absence(agent, this.#now) === null;
  }

  #canTake(id: string, demand: Demand, muted: ReadonlySet<string>): boolean {
    const agent = this.#get(id);
    return agent !== null && !muted.has(id) && absence(agent, this.#now) === null && fullness(agent, demand) === null;
  }

  /** Whoever it was meant for, or the first of those whom they named for the time when they are out of office. Skills are not asked. */
  #aim(
    targetId: string | null,
    demand: Demand,
    muted: ReadonlySet<string>,
  ): { agent: RoutingAgent; forwarded: boolean } | null {
    const target = targetId === null ? null : this.#get(targetId);
    if (!target) return null;
    if (this.#canTake(target.id, demand, muted)) return { agent: target, forwarded: false };
    if (!target.outOfOffice) return null;
    const colleague = target.forwardTo.find((id) => this.#canTake(id, demand, muted));
    const agent = colleague === undefined ? null : this.#get(colleague);
    return agent && { agent, forwarded: true };
  }

  #verdictOf(agent: RoutingAgent, demand: Demand, muted: ReadonlySet<string>): Verdict {
    return absence(agent, this.#now) ?? fullness(agent, demand) ?? (muted.has(agent.id) ? 'muted' : 'not_preferred');
  }

  #mutedOf({ mutes }: Pick<Candidate, 'mutes'>): ReadonlySet<string> {
    const muted = new Set<string>();
    for (const id in mutes) if ((mutes[id] ?? 0) > this.#now) muted.add(id);
    return muted;
  }

  /** `queueId`: of rivals; empty: our own. */
  #line(queueId: string, ring: number, demand: Demand): Line {
    const key = `${queueId}/${ring}/${demand.helpType}/${demand.weight}`;
    let line = this.#lines.get(key);
    if (!line) {
      const current = (id: string) => this.#agents.get(id) as RoutingAgent;
      line = new Line(demand, this.#agents.values(), this.#now, current);
      this.#lines.set(key, line);
    }
    return line;
  }

  #give(agent: RoutingAgent, demand: Demand): void {
    const after = withOneMore(agent, demand);
    this.#agents.set(agent.id, after);
    if (!this.#hasRoom(after)) this.#free -= 1;
  }
}

const insteadOf = (verdict: Verdict): Verdict => (COMPARED.has(verdict) ? 'not_preferred' : verdict);

function noteOf(question: Question | null, named: string | null, used: boolean): string | null {
  if (!question || used) return null;
  if (named !== null) return 'The external router named an agent who could not take it.';
  if (question.state === 'yours') return 'The external router left it to us.';
  if (question.state === 'failed') return question.note ?? 'The external router gave no usable answer.';
  return 'The external router did not answer in time.';
}

/** Only what this decision looked at: a record is kept for long. */
function trimmed(agent: RoutingAgent, { helpType, requirements }: Demand, meant: boolean): RoutingAgent {
  const skills: Record<string, number> = {};
  for (const { skillId } of requirements) {
    const level = agent.skills[skillId];
    if (level !== undefined) skills[skillId] = level;
  }
  const [count, limit] = [agent.kinds[helpType], agent.limits[helpType]];
  return {
    ...agent,
    skills,
    kinds: count === undefined ? {} : { [helpType]: count },
    limits: limit === undefined ? {} : { [helpType]: limit },
    forwardTo: meant ? agent.forwardTo : [],
  };
}
