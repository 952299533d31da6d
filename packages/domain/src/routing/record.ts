import type { ContactChange } from '../contacts/ports.ts';
import type { AgentActor } from '../kernel/actor.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Transaction } from '../kernel/store.ts';
import type { Candidate, Decision } from './decide.ts';
import type { NewDecision } from './ports.ts';

const without = { ring: null, considered: [], consideredCount: 0, input: null } as const;

/** The router's own decision, with everything it rested on. */
export const recordOf = (
  queueId: string,
  { contactId, placeMilliseconds }: Candidate,
  decision: Decision,
): NewDecision => {
  const { outcome, agentId, ring, decidedBy, reason, considered, consideredCount, input } = decision;
  const waitedSeconds = Math.max(0, Math.floor((input.now - placeMilliseconds) / 1000));
  return {
    contactId,
    queueId,
    outcome,
    agentId,
    ring,
    waitedSeconds,
    decidedBy,
    reason,
    considered,
    consideredCount,
    input,
  };
};

/** An agent took it by hand. */
export async function recordPick(
  platform: Platform,
  tx: Transaction,
  actor: AgentActor,
  { contactId, queueId, waitedSeconds }: ContactChange,
): Promise<void> {
  const { agentId, name } = actor;
  const decision = { contactId, queueId, outcome: 'picked', agentId, waitedSeconds, decidedBy: 'agent' } as const;
  await tx.routing.saveDecisions([
    { id: platform.random.uuid(), ...without, ...decision, reason: `${name} took it by hand.` },
  ]);
}

/** A supervisor gave it to an agent. */
export async function recordAssignment(
  platform: Platform,
  tx: Transaction,
  actor: AgentActor,
  { contactId, queueId, waitedSeconds }: ContactChange,
  agent: { id: string; name: string },
): Promise<void> {
  const decision = { contactId, queueId, outcome: 'assigned', agentId: agent.id, waitedSeconds } as const;
  await tx.routing.saveDecisions([
    {
      id: platform.random.uuid(),
      ...without,
      ...decision,
      decidedBy: 'supervisor',
      reason: `${actor.name} gave it to ${agent.name}.`,
    },
  ]);
}

/** Time decided: it went to another queue, or ended. */
export async function recordTimer(
  platform: Platform,
  tx: Transaction,
  { contactId, waitedSeconds }: ContactChange,
  timer: { queueId: string; outcome: 'overflowed' | 'timed_out'; reason: string },
): Promise<void> {
  await tx.routing.saveDecisions([
    { id: platform.random.uuid(), ...without, contactId, waitedSeconds, agentId: null, decidedBy: 'router', ...timer },
  ]);
}
