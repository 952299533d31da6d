import type { RoutingDecision } from '@alongside/protocol';
import { assertRole } from '../../directory/policy.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { replayDecision } from '../replay.ts';

const PAGE = 20;

/** Why contacts went where they went, newest first. */
export async function listDecisions(
  platform: Platform,
  actor: AgentActor,
  query: { contactId?: string; queueId?: string; cursor?: string; limit?: number },
): Promise<{ decisions: RoutingDecision[]; nextCursor: string | null }> {
  assertRole(actor, 'supervisor');
  const { cursor, limit = PAGE, ...filter } = query;
  return platform.store.transaction(actor.tenantId, (tx) =>
    tx.routing.decisions(filter, { limit, ...(cursor === undefined ? {} : { cursor }) }),
  );
}

export interface ReplayReport {
  /** Decisions of the router that were decided again. */
  readonly replayed: number;
  /** Decisions of people and of timers: there is nothing to decide again. */
  readonly passed: number;
  readonly different: readonly {
    readonly id: string;
    readonly stored: { outcome: string; agentId: string | null };
    readonly now: { outcome: string; agentId: string | null };
  }[];
}

/** Decides everything again that is on record, newest first, with the rules of this build [ROUTE8]. */
export async function replayDecisions(
  platform: Pick<Platform, 'store'>,
  tenantId: string,
  { most, ...filter }: { most: number; contactId?: string; queueId?: string },
): Promise<ReplayReport> {
  const different: ReplayReport['different'][number][] = [];
  let [replayed, passed] = [0, 0];
  let cursor: string | null | undefined;
  while (cursor !== null && replayed + passed < most) {
    const limit = Math.min(100, most - replayed - passed);
    const page = await platform.store.transaction(tenantId, (tx) =>
      tx.routing.recorded(filter, { limit, ...(cursor ? { cursor } : {}) }),
    );
    for (const { id, outcome, agentId, input } of page.decisions) {
      if (!input) {
        passed += 1;
        continue;
      }
      replayed += 1;
      const now = replayDecision(input);
      if (now.outcome !== outcome || now.agentId !== agentId)
        different.push({ id, stored: { outcome, agentId }, now: { outcome: now.outcome, agentId: now.agentId } });
    }
    cursor = page.nextCursor;
  }
  return { replayed, passed, different };
}
