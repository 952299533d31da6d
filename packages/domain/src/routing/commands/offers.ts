import { ringCall } from '../../calls/follow-contact.ts';
import { tellChange } from '../../contacts/telling.ts';
import { failpoint } from '../../kernel/failpoint.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Candidate, Decision } from '../decide.ts';
import type { NewDecision } from '../ports.ts';
import { recordOf } from '../record.ts';

/** Offers of one pass. The lock is held meanwhile, so the next pass goes on where this one stopped. */
const MOST_OFFERS = 25;
const MOST_MILLISECONDS = 1_000;

/** What became of a decision. Gone: the picture was old. */
type Made = 'offered' | 'nobody' | 'agent_gone' | 'contact_gone';

/** What one pass makes of its decisions, in their order. */
export class Offers {
  readonly #platform: Platform;
  readonly #tenantId: string;
  readonly #queueId: string;
  readonly #seconds: number;
  readonly #until = performance.now() + MOST_MILLISECONDS;
  readonly #nobody: (NewDecision & { id: string })[] = [];
  readonly #lost: { contactId: string; agentId: string }[] = [];
  made = 0;
  #late = 0;
  #cut = false;

  constructor(platform: Platform, tenantId: string, queueId: string, seconds: number) {
    this.#platform = platform;
    this.#tenantId = tenantId;
    this.#queueId = queueId;
    this.#seconds = seconds;
  }

  /** The lock has been held for long enough; what is left is the next pass's. */
  get over(): boolean {
    if (performance.now() > this.#until) this.#cut = true;
    return this.#cut || this.made + this.#late >= MOST_OFFERS;
  }

  /** As many as one pass makes: there may be more to decide. */
  get full(): boolean {
    return this.made >= MOST_OFFERS;
  }

  /** There may be something to do at once, of which no hint tells. */
  get missed(): boolean {
    return this.#cut || this.#late > 0;
  }

  /** Contacts that found nobody. */
  get nobody(): number {
    return this.#nobody.length;
  }

  async make(candidate: Candidate, decision: Decision): Promise<Made> {
    const { contactId, targetAgentId } = candidate;
    if (decision.agentId === null) {
      this.#nobody.push({ id: this.#platform.random.uuid(), ...recordOf(this.#queueId, candidate, decision) });
      if (decision.aimLost && targetAgentId) this.#lost.push({ contactId, agentId: targetAgentId });
      return 'nobody';
    }
    const made = await offerTo(
      this.#platform,
      this.#tenantId,
      this.#queueId,
      candidate,
      decision,
      decision.agentId,
      this.#seconds,
    );
    if (made === 'offered') this.made += 1;
    else this.#late += 1;
    return made;
  }

  async saveRest(): Promise<void> {
    const { store } = this.#platform;
    for (const { contactId, agentId } of this.#lost)
      await store.transaction(this.#tenantId, (tx) => tx.routing.clearTarget(contactId, agentId));
    const nobody = this.#nobody;
    if (nobody.length > 0) await store.transaction(this.#tenantId, (tx) => tx.routing.saveDecisions(nobody));
  }
}

/** The picture was old: nothing is to be changed. */
class TooLate extends Error {
  readonly what: 'agent_gone' | 'contact_gone';

  constructor(what: 'agent_gone' | 'contact_gone') {
    super(what);
    this.what = what;
  }
}

/** One offer, all or nothing, in lock order contact → desk. Gone: no longer as seen. */
async function offerTo(
  platform: Platform,
  tenantId: string,
  queueId: string,
  candidate: Candidate,
  decision: Decision,
  agentId: string,
  seconds: number,
): Promise<Made> {
  const id = platform.random.uuid();
  try {
    await platform.store.transaction(tenantId, async (tx) => {
      const change = await tx.contacts.offer(candidate.contactId, agentId, seconds);
      if (!change || change.queueId !== queueId) throw new TooLate('contact_gone');
      await failpoint('route.offered');
      if (!(await tx.desks.takeSlot(agentId, change, 'ready'))) throw new TooLate('agent_gone');
      await failpoint('route.slot');
      await tx.routing.saveDecisions([{ id, ...recordOf(queueId, candidate, decision) }]);
      await ringCall(platform, tx, change, agentId);
      tellChange(tx, tenantId, change, agentId);
    });
    await failpoint('route.committed');
    return 'offered';
  } catch (error) {
    if (error instanceof TooLate) return error.what;
    throw error;
  }
}
