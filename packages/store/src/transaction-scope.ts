import type { Hint, StoredEntry } from '@alongside/domain';
import type { Query } from './connection/statements.ts';

/** What the parts of one transaction share. Made anew for each try, so that a repeated transaction tells nothing twice. */
export class TransactionScope {
  readonly tenantId: string;
  readonly query: Query;
  readonly #hints: Hint[] = [];
  readonly #entries = new Map<string, StoredEntry[]>();

  constructor(tenantId: string, query: Query) {
    this.tenantId = tenantId;
    this.query = query;
  }

  /** What is told after COMMIT, in the order in which it was said. */
  get hints(): readonly Hint[] {
    return this.#hints;
  }

  tell(hint: Hint): void {
    this.#hints.push(hint);
  }

  /** One hint per conversation, at the place of its first entry. */
  tellEntry(conversationId: string, entry: StoredEntry): void {
    const entries = this.#entries.get(conversationId);
    if (entries !== undefined) {
      entries.push(entry);
      return;
    }
    const first = [entry];
    this.#entries.set(conversationId, first);
    this.tell({ kind: 'entries', tenantId: this.tenantId, conversationId, entries: first });
  }

  /** The one row of a statement that yields at most one. */
  async one<R extends object>(text: string, values: Parameters<Query>[1] = []): Promise<R | null> {
    const [row] = await this.query<R>(text, values);
    return row ?? null;
  }
}
