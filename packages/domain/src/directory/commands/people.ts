import type { Agent, Role } from '@alongside/protocol';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { assertRole } from '../policy.ts';

const DEFAULT_CAPACITY = 3;

export interface NewAgent {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly role: Role;
  readonly capacity?: number;
  readonly locale?: string;
  readonly ipphone?: string;
}

/** Adds a person of the company, with their desk. Refuses `already_exists` for a known address. */
export async function addAgent(platform: Platform, tenantId: string, person: NewAgent): Promise<Agent> {
  const passwordHash = await platform.passwords.hash(person.password);
  return platform.store.transaction(tenantId, (tx) =>
    tx.directory.createAgent({
      id: platform.random.uuid(),
      name: person.name.trim(),
      email: person.email.trim().toLowerCase(),
      passwordHash,
      role: person.role,
      locale: person.locale ?? 'en',
      capacity: person.capacity ?? DEFAULT_CAPACITY,
      ...(person.ipphone === undefined ? {} : { ipphone: person.ipphone }),
    }),
  );
}

export async function createAgent(platform: Platform, actor: AgentActor, person: NewAgent): Promise<Agent> {
  assertRole(actor, 'administrator');
  return addAgent(platform, actor.tenantId, person);
}
