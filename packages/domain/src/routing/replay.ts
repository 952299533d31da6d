import { type Decision, type DecisionInput, RoutingPass } from './decide.ts';

/** Decides once more from what was stored. The same rules give the same outcome, agent and reason [ROUTE8]. */
export function replayDecision(input: DecisionInput): Decision {
  const { now, ring, requirements, helpType, weight, targetAgentId, namedAgentId, note } = input;
  // All rings before the one that was open are as it was: only its number counts.
  const rings = Array.from({ length: ring + 1 }, (_, index) => ({
    afterSeconds: index,
    requirements: [...requirements],
  }));
  const pass = new RoutingPass({ now, rings, agents: input.agents });
  const decision = pass.decide({
    contactId: '',
    conversationId: '',
    helpType,
    weight,
    priority: 0,
    placeAt: '',
    placeMilliseconds: 0,
    waitingSince: now - ring * 1000,
    epoch: 0,
    targetAgentId,
    mutes: Object.fromEntries(input.muted.map((id) => [id, now + 1])),
    question:
      namedAgentId !== null
        ? { state: 'named', deadline: 0, agentId: namedAgentId, note: null }
        : note !== null
          ? { state: 'failed', deadline: 0, agentId: null, note }
          : null,
  });
  if (!decision) throw new Error('A replay always explains itself.');
  return decision;
}
