import type { Agent, Role } from '@alongside/protocol';
import { type AuditedBy, audit, SYSTEM_ACTOR } from '../../audit/audit.ts';
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
export async function addAgent(
  platform: Platform,
  tenantId: string,
  person: NewAgent,
  by: AuditedBy = SYSTEM_ACTOR,
): Promise<Agent> {
  const passwordHash = await platform.passwords.hash(person.password);
  return platform.store.transaction(tenantId, async (tx) => {
    const agent = await tx.directory.createAgent({
      id: platform.random.uuid(),
      name: person.name.trim(),
      email: person.email.trim().toLowerCase(),
      passwordHash,
      role: person.role,
      locale: person.locale ?? 'en',
      capacity: person.capacity ?? DEFAULT_CAPACITY,
      ...(person.ipphone === undefined ? {} : { ipphone: person.ipphone }),
    });
    const { id, name, email, role } = agent;
    audit(tx, by, { action: 'agent.created', target: { kind: 'agent', id, name }, after: { name, email, role } });
    return agent;
  });
}

export async function createAgent(platform: Platform, actor: AgentActor, person: NewAgent): Promise<Agent> {
  assertRole(actor, 'administrator');
  return addAgent(platform, actor.tenantId, person, actor);
}
