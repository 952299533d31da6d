import type { Pending } from './pending.ts';

/** What waits for the next batch: a queue per tenant, taken in turn, so that a busy tenant does not hold up the others. */
export class Backlog {
  readonly #tenants = new Map<string, Pending[]>();

  get empty(): boolean {
    return this.#tenants.size === 0;
  }

  /** Whose turn it is, and how many entries of theirs wait. */
  get next(): { readonly tenantId: string; readonly waiting: number } | null {
    const [next] = this.#tenants;
    return next === undefined ? null : { tenantId: next[0], waiting: next[1].length };
  }

  add(pending: Pending): void {
    const queue = this.#tenants.get(pending.append.tenantId);
    if (queue === undefined) this.#tenants.set(pending.append.tenantId, [pending]);
    else queue.push(pending);
  }

  /** Puts what is left of an unsuccessful batch back to where it was: before everything else of its tenant. */
  putBack(batch: readonly Pending[]): void {
    const left = batch.filter((pending) => !pending.settled);
    const [first] = left;
    if (first === undefined) return;
    const { tenantId } = first.append;
    this.#tenants.set(tenantId, left.concat(this.#tenants.get(tenantId) ?? []));
  }

  /**
   * The next batch: one tenant's oldest entries, at most one of a key. A copy waits for the batch after; it may do so without those behind
   * it, since by then its place in the log is settled.
   */
  take(limit: number): Pending[] {
    const [next] = this.#tenants;
    if (next === undefined) return [];
    const [tenantId, queue] = next;
    this.#tenants.delete(tenantId);
    const batch: Pending[] = [];
    const rest: Pending[] = [];
    const keys = new Set<string>();
    let looked = 0;
    for (const pending of queue) {
      if (batch.length === limit) break;
      looked += 1;
      if (keys.has(pending.key)) {
        rest.push(pending);
        continue;
      }
      keys.add(pending.key);
      batch.push(pending);
    }
    const left = looked < queue.length ? rest.concat(queue.slice(looked)) : rest;
    // To the end of the round.
    if (left.length > 0) this.#tenants.set(tenantId, left);
    return batch;
  }

  /**
   * Everything past its deadline, with all that stands behind it in its line, or in a line that is overdue already: what was sent later
   * must not overtake.
   */
  takeOverdue(now: number, lines: Set<string>): Pending[] {
    const overdue: Pending[] = [];
    for (const [tenantId, queue] of this.#tenants) {
      const kept: Pending[] = [];
      for (const pending of queue) {
        if (pending.deadline <= now || lines.has(pending.line)) {
          lines.add(pending.line);
          overdue.push(pending);
        } else kept.push(pending);
      }
      if (kept.length === 0) this.#tenants.delete(tenantId);
      else this.#tenants.set(tenantId, kept);
    }
    return overdue;
  }
}
