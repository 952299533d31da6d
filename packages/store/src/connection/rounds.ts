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

/** Rounds that are under way at once; of one tenant only ever one. */
const atOnce = 3;
/** Rounds of a tenant that may follow each other without a pause. */
const burst = 16;
/** Milliseconds between rounds after that: what a round costs is mostly its system calls, so in a crowd fewer and larger ones are better. */
const pace = 5;

/** The callers of one tenant. */
interface Line<A> {
  readonly waiting: Set<A>;
  /** Its next round is planned, waits for its turn or is under way. */
  busy: boolean;
  leaving: boolean;
  /** When its rounds so far would all have had their pace; on the scale of performance.now(). */
  paced: number;
}

/**
 * Lets callers who ask the same kind of thing share a round trip: while one round is under way, the next one gathers. Alone, a caller waits
 * for nobody; among a thousand, each costs a fraction. Tenants are served in turn.
 */
export function createRounds<Ask, Answer>(options: RoundsOptions<Ask, Answer>) {
  const lines = new Map<string, Line<Asked<Ask, Answer>>>();
  const ready: (() => void)[] = [];
  let running = 0;

  function plan(tenantId: string, line: Line<Asked<Ask, Answer>>): void {
    if (line.busy) return;
    const early = line.paced - burst * pace - performance.now();
    if (line.waiting.size === 0) {
      forget(tenantId, line);
      return;
    }
    line.busy = true;
    const begin = () => {
      if (running < atOnce) void go(tenantId, line);
      else ready.push(() => void go(tenantId, line));
    };
    // Everything that this turn of the event loop still asks for goes into the same round.
    if (early <= 0) setImmediate(begin);
    else setTimeout(begin, early);
  }

  /** Anybody can name a tenant that does not exist: so a line stays only until it has had its pace. */
  function forget(tenantId: string, line: Line<Asked<Ask, Answer>>): void {
    if (line.leaving) return;
    const left = line.paced - performance.now();
    line.leaving = true;
    setTimeout(
      () => {
        line.leaving = false;
        if (line.busy || line.waiting.size > 0) return;
        if (line.paced > performance.now()) forget(tenantId, line);
        else lines.delete(tenantId);
      },
      Math.max(1, left + 1),
    ).unref();
  }

  async function go(tenantId: string, line: Line<Asked<Ask, Answer>>): Promise<void> {
    const round: Asked<Ask, Answer>[] = [];
    for (const asked of line.waiting) {
      if (round.length === options.most) break;
      line.waiting.delete(asked);
      round.push(asked);
    }
    if (round.length === 0) return next(tenantId, line);
    line.paced = Math.max(line.paced, performance.now()) + pace;
    running += 1;
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
      running -= 1;
      next(tenantId, line);
    }
  }

  function next(tenantId: string, line: Line<Asked<Ask, Answer>>): void {
    line.busy = false;
    ready.shift()?.();
    plan(tenantId, line);
  }

  return (tenantId: string, ask: Ask): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const line = lines.get(tenantId) ?? { waiting: new Set(), busy: false, leaving: false, paced: 0 };
      lines.set(tenantId, line);
      const timer = setTimeout(() => {
        line.waiting.delete(asked);
        reject(new Refused('store_unavailable'));
      }, options.patience);
      const asked: Asked<Ask, Answer> = { ask, resolve, reject, timer };
      line.waiting.add(asked);
      plan(tenantId, line);
    });
}
