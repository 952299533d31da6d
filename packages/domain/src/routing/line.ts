import type { Verdict } from '@alongside/protocol';
import { absence, type Demand, fullness, lacksSkill, type RoutingAgent, skillOf } from './agents.ts';

interface Ranked {
  readonly agent: RoutingAgent;
  readonly skill: number;
}

/** Lightest load first, then the most skill in what is asked, then who has been free for longest; the id decides the rest [ROUTE2]. */
function compare(a: Ranked, b: Ranked): number {
  return (
    a.agent.load - b.agent.load ||
    b.skill - a.skill ||
    a.agent.freeSince - b.agent.freeSince ||
    (a.agent.id < b.agent.id ? -1 : a.agent.id > b.agent.id ? 1 : 0)
  );
}

/** How near somebody was who could not take it; smaller is nearer. */
const DISTANCE: Readonly<Partial<Record<Verdict, number>>> = {
  muted: 0,
  kind_limit: 1,
  at_capacity: 2,
  after_contact_work: 3,
  skill_missing: 4,
  out_of_office: 5,
  not_available: 6,
};

/**
 * Agents in the order in which contacts with one demand would ring at them. A heap whose entries may be out of date: each is looked at
 * again when it comes to the top. So a line is made once a pass, and each contact costs a logarithm instead of a walk over everybody.
 */
export class Line {
  readonly #demand: Demand;
  readonly #current: (id: string) => RoutingAgent;
  readonly #heap: Ranked[] = [];
  readonly #others: { agent: RoutingAgent; verdict: Verdict }[] = [];

  constructor(demand: Demand, agents: Iterable<RoutingAgent>, now: number, current: (id: string) => RoutingAgent) {
    this.#demand = demand;
    this.#current = current;
    for (const agent of agents) {
      const verdict =
        absence(agent, now) ??
        (lacksSkill(agent, demand.requirements) ? 'skill_missing' : null) ??
        fullness(agent, demand);
      if (verdict) this.#others.push({ agent, verdict });
      else this.#heap.push(this.#rank(agent));
    }
    // A sorted array is a heap.
    this.#heap.sort(compare);
    this.#others.sort((a, b) => (DISTANCE[a.verdict] ?? 9) - (DISTANCE[b.verdict] ?? 9));
  }

  /** Nobody is left who could take anything of this demand. */
  get empty(): boolean {
    return this.#heap.length === 0;
  }

  /** The first who can take it and is not among `muted`; null: nobody. Stays in the line. */
  first(muted: ReadonlySet<string>): RoutingAgent | null {
    const aside: Ranked[] = [];
    let found: RoutingAgent | null = null;
    while (!found) {
      const top = this.#freshTop();
      if (!top) break;
      if (muted.has(top.agent.id)) {
        aside.push(top);
        this.#pop();
      } else {
        found = top.agent;
      }
    }
    for (const ranked of aside) this.#push(ranked);
    return found;
  }

  /** Who was near besides the chosen one, and why it was not they; at most `most`. */
  near(
    chosen: RoutingAgent | null,
    muted: ReadonlySet<string>,
    most: number,
  ): { agent: RoutingAgent; verdict: Verdict }[] {
    const near: { agent: RoutingAgent; verdict: Verdict }[] = [];
    const first = chosen && this.#rank(chosen);
    const head = this.#heap
      .slice(0, most)
      .map(({ agent }) => this.#rank(this.#current(agent.id)))
      .sort(compare);
    for (const ranked of head) {
      const { agent } = ranked;
      if (agent.id === chosen?.id) continue;
      const verdict = fullness(agent, this.#demand) ?? (muted.has(agent.id) ? 'muted' : null);
      if (verdict) near.push({ agent, verdict });
      else if (first) near.push({ agent, verdict: advantage(first, ranked) });
    }
    for (const other of this.#others) {
      if (near.length >= most) break;
      if (other.agent.id !== chosen?.id) near.push(other);
    }
    return near.slice(0, most);
  }

  #rank(agent: RoutingAgent): Ranked {
    return { agent, skill: skillOf(agent, this.#demand.requirements) };
  }

  /** The top of the heap as it is now: whoever has taken something since is put where they belong, or left out. */
  #freshTop(): Ranked | null {
    for (;;) {
      const top = this.#heap[0];
      if (!top) return null;
      const now = this.#current(top.agent.id);
      if (now === top.agent) return top;
      this.#pop();
      const verdict = fullness(now, this.#demand);
      if (verdict) this.#others.unshift({ agent: now, verdict });
      else this.#push(this.#rank(now));
    }
  }

  #push(ranked: Ranked): void {
    const heap = this.#heap;
    let at = heap.push(ranked) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (compare(heap[parent] as Ranked, ranked) <= 0) break;
      heap[at] = heap[parent] as Ranked;
      at = parent;
    }
    heap[at] = ranked;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right && compare(right, heap[child] as Ranked) < 0) child += 1;
      if (compare(last, heap[child] as Ranked) <= 0) break;
      heap[at] = heap[child] as Ranked;
      at = child;
    }
    heap[at] = last;
  }
}

/** What the first had over the second. */
export function advantage(
  first: { agent: RoutingAgent; skill: number },
  second: { agent: RoutingAgent; skill: number },
): Verdict {
  if (first.agent.load !== second.agent.load) return 'fewer_contacts';
  return first.skill !== second.skill ? 'higher_skill' : 'longer_since_free';
}
