/** What one tenant is given at a time while others are here too; a few milliseconds of work. */
export const SHARE = 64;
/** What may wait of one tenant; above it, its sockets are not read for a while. */
export const MOST_WAITING = 512;

/** A socket whose reading can be held up. */
export interface Readable {
  pause(): void;
  resume(): void;
}

interface Tenant {
  sockets: number;
  /** In this turn of the event loop. */
  taken: number;
  readonly waiting: (() => void)[];
  readonly paused: Set<Readable>;
}

/**
 * One thread serves everybody, so a tenant that says very much would be heard before all others who say something in the same moment. While there
 * are several, each may have so many frames handled in a turn of the event loop; the rest of a loud one waits, in order, until the others had
 * theirs. A tenant that is alone is never held up.
 */
export class FairTurns {
  readonly #tenants = new Map<string, Tenant>();
  readonly #later: (turn: () => void) => void;
  #coming = false;

  constructor(later: (turn: () => void) => void = setImmediate) {
    this.#later = later;
  }

  enter(tenantId: string): void {
    const tenant = this.#tenants.get(tenantId);
    if (tenant) tenant.sockets += 1;
    else this.#tenants.set(tenantId, { sockets: 1, taken: 0, waiting: [], paused: new Set() });
  }

  leave(tenantId: string): void {
    const tenant = this.#tenants.get(tenantId);
    if (!tenant) return;
    tenant.sockets -= 1;
    this.#forget(tenantId, tenant);
  }

  /** Handles what `socket` said, now or in its tenant's next turn. What is said by one socket is handled in its order. */
  run(tenantId: string, socket: Readable, handle: () => void): void {
    const tenant = this.#tenants.get(tenantId);
    if (!tenant) return;
    if (tenant.waiting.length === 0 && (this.#tenants.size === 1 || tenant.taken < SHARE)) {
      if (this.#tenants.size > 1) {
        tenant.taken += 1;
        this.#come();
      }
      handle();
      return;
    }
    tenant.waiting.push(handle);
    if (tenant.waiting.length >= MOST_WAITING) {
      tenant.paused.add(socket);
      socket.pause();
    }
    this.#come();
  }

  #come(): void {
    if (this.#coming) return;
    this.#coming = true;
    this.#later(() => {
      this.#coming = false;
      this.#turn();
    });
  }

  #turn(): void {
    for (const [tenantId, tenant] of this.#tenants) {
      const now = tenant.waiting.splice(0, SHARE);
      tenant.taken = now.length;
      for (const handle of now) handle();
      if (tenant.waiting.length > 0) this.#come();
      if (tenant.waiting.length * 2 < MOST_WAITING) {
        for (const socket of tenant.paused) socket.resume();
        tenant.paused.clear();
      }
      this.#forget(tenantId, tenant);
    }
  }

  #forget(tenantId: string, tenant: Tenant): void {
    if (tenant.sockets <= 0 && tenant.waiting.length === 0) this.#tenants.delete(tenantId);
  }
}
