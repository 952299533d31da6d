import type { Role } from '@alongside/protocol';
import type { AgentActor } from '../kernel/actor.ts';
import { Refused } from '../kernel/refused.ts';

const RANK: Record<Role, number> = { agent: 1, supervisor: 2, administrator: 3 };

/** Each role includes those before it. */
export function assertRole(actor: AgentActor, atLeast: Role): void {
  if (RANK[actor.role] < RANK[atLeast]) throw new Refused('not_allowed', { message: `Only a ${atLeast} may do that.` });
}
