import { Refused } from '@alongside/domain';

interface Asked<Ask, Answer> {
  readonly ask: Ask;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
  readonly timer: NodeJS.Timeout;
}

export interface RoundsOptions<Ask, Answer> {
  /** Most callers of one round. */
  readonly most: number;
  /** Milliseconds after which a caller is told that the store does not answer. */
  readonly patience: number;
  /** Answers a round of one tenant, in the order of its callers. */
  run(tenantId: string, asks: readonly Ask[]): Promise<readonly Answer[]>;
}

/** Rounds of several tenants that are under way at once; of one tenant only ever one. */
const atOnce = 3;

/**
 * Lets callers who ask the same kind of thing share a round trip: while one round is under way, the next one gathers. Alone, a caller waits
 * for nobody; among a thousand, each costs a fraction. Tenants are served in turn.
 */
export function createRounds<Ask, Answer>(options: RoundsOptions<Ask, Answer>) {
  const waiting = new Map<string, Set<Asked<Ask, Answer>>>();
  const busy = new Set<string>();
  let planned = false;

  function plan(): void {
    if (planned || waiting.size === 0 || busy.size >= atOnce) return;
    planned = true;
    // Everything that this turn of the event loop still asks for goes into the same round.
    setImmediate(() => {
      planned = false;
      for (const tenantId of [...waiting.keys()]) {
        if (busy.size >= atOnce) return;
        if (!busy.has(tenantId)) void go(tenantId);
      }
    });
  }

  async function go(tenantId: string): Promise<void> {
    const round = take(tenantId);
    busy.add(tenantId);
    try {
      const answers = await options.run(
        tenantId,
        round.map(({ ask }) => ask),
      );
      for (const [index, { resolve }] of round.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of round) reject(error);
    } finally {
      for (const { timer } of round) clearTimeout(timer);
      busy.delete(tenantId);
      plan();
    }
  }

  function take(tenantId: string): Asked<Ask, Answer>[] {
    const queue = waiting.get(tenantId) ?? new Set();
    // To the end of the line of tenants.
    waiting.delete(tenantId);
    const round: Asked<Ask, Answer>[] = [];
    for (const asked of queue) {
      if (round.length === options.most) break;
      queue.delete(asked);
      round.push(asked);
    }
    if (queue.size > 0) waiting.set(tenantId, queue);
    return round;
  }

  return (tenantId: string, ask: Ask): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const queue = waiting.get(tenantId) ?? new Set();
      const timer = setTimeout(() => {
        if (queue.delete(asked) && queue.size === 0 && waiting.get(tenantId) === queue) waiting.delete(tenantId);
        reject(new Refused('store_unavailable'));
      }, options.patience);
      const asked: Asked<Ask, Answer> = { ask, resolve, reject, timer };
      queue.add(asked);
      waiting.set(tenantId, queue);
      plan();
    });
}
