import type { HelpType, SkillLevel, Verdict } from '@alongside/protocol';

/** A person as one decision sees them: nothing but what decides. Times are epoch milliseconds of the database. */
export interface RoutingAgent {
  readonly id: string;
  /** Chose to be available and gives signs of life. */
  readonly available: boolean;
  readonly outOfOffice: boolean;
  /** Colleagues to ring instead, in order; only while out of office. */
  readonly forwardTo: readonly string[];
  readonly afterContactUntil: number | null;
  readonly load: number;
  readonly capacity: number;
  readonly kinds: Readonly<Partial<Record<HelpType, number>>>;
  readonly limits: Readonly<Partial<Record<HelpType, number>>>;
  /** When a contact last left them, or they came. */
  readonly freeSince: number;
  /** Level by skill. */
  readonly skills: Readonly<Record<string, number>>;
}

/** What a contact asks of whoever is to take it. */
export interface Demand {
  readonly helpType: HelpType;
  readonly weight: number;
  readonly requirements: readonly SkillLevel[];
}

/** Why this agent cannot be rung now, whatever the contact asks; null: nothing is in the way. */
export function absence(agent: RoutingAgent, now: number): Verdict | null {
  if (agent.outOfOffice) return 'out_of_office';
  if (!agent.available) return 'not_available';
  if (agent.afterContactUntil !== null && agent.afterContactUntil > now) return 'after_contact_work';
  return null;
}

export const lacksSkill = (agent: RoutingAgent, requirements: readonly SkillLevel[]): boolean =>
  requirements.some(({ skillId, level }) => (agent.skills[skillId] ?? 0) < level);

/** Why a contact of this size and kind does not fit beside what the agent has [ROUTE5]; null: it fits. */
export function fullness(agent: RoutingAgent, { helpType, weight }: Omit<Demand, 'requirements'>): Verdict | null {
  if (agent.load + weight > agent.capacity) return 'at_capacity';
  const limit = agent.limits[helpType];
  return limit !== undefined && (agent.kinds[helpType] ?? 0) >= limit ? 'kind_limit' : null;
}

export const skillOf = (agent: RoutingAgent, requirements: readonly SkillLevel[]): number =>
  requirements.reduce((sum, { skillId }) => sum + (agent.skills[skillId] ?? 0), 0);

/** The agent with one contact more. */
export const withOneMore = (agent: RoutingAgent, { helpType, weight }: Omit<Demand, 'requirements'>): RoutingAgent => ({
  ...agent,
  load: agent.load + weight,
  kinds: { ...agent.kinds, [helpType]: (agent.kinds[helpType] ?? 0) + 1 },
});
