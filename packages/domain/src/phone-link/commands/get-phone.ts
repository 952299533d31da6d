import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';

const MOST_COLLEAGUES = 500;

/** What the phone shows of itself. */
export async function getPhone(
  platform: Platform,
  actor: AgentActor,
): Promise<{ agentNumber: string | null; company: string; colour: string; returnUrl: string | null }> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const { name, colour } = await tx.directory.settings();
    const { returnUrl } = await tx.phoneLinks.settings();
    return { agentNumber: await tx.phoneLinks.numberOf(actor.agentId), company: name, colour, returnUrl };
  });
}

/** Everybody else, by the numbers that the phone knows them by. */
export async function listPhoneColleagues(
  platform: Platform,
  actor: AgentActor,
): Promise<{
  colleagues: { agentId: string; agentNumber: string | null; name: string; state: 'available' | 'away' | 'offline' }[];
}> {
  const { agents } = await platform.store.transaction(actor.tenantId, (tx) => tx.phoneLinks.agents(1, MOST_COLLEAGUES));
  const others = agents.filter(({ id }) => id !== actor.agentId);
  return {
    colleagues: others.map(({ id, number, name, state }) => ({
      agentId: id,
      agentNumber: number,
      name,
      state: state === 'busy' ? 'available' : state,
    })),
  };
}
