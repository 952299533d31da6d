import type { AgentSettings } from '@alongside/protocol';
import { type AuditedBy, audit, SYSTEM_ACTOR } from '../../audit/audit.ts';
import { releaseAgent } from '../../contacts/commands/sweep.ts';
import { assertRole } from '../../directory/policy.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { assertSkills } from './settings.ts';

export type AgentChange = Partial<Omit<AgentSettings, 'id'>>;

export async function listAgentSettings(platform: Platform, actor: AgentActor): Promise<{ agents: AgentSettings[] }> {
  assertRole(actor, 'supervisor');
  return { agents: await platform.store.transaction(actor.tenantId, (tx) => tx.routingSettings.agents()) };
}

/** Changes a person. A disabled one is signed out at once, and what they hold waits again; one with another role signs in anew. */
export async function updateAgentSettings(
  platform: Platform,
  actor: AgentActor,
  id: string,
  change: AgentChange,
): Promise<AgentSettings> {
  assertRole(actor, 'administrator');
  const { tenantId } = actor;
  const saved = await platform.store.transaction(tenantId, async (tx) => {
    const administrators = await tx.routingSettings.administrators();
    const before = await tx.routingSettings.agentToChange(id);
    if (!before) throw new Refused('not_found');
    const after: AgentSettings = { ...before, ...change, id };
    after.name = after.name.trim();
    after.email = after.email.trim().toLowerCase();
    const stays = after.role === 'administrator' && !after.disabled;
    if (!stays && administrators.length === 1 && administrators[0] === id) throw new Refused('last_administrator');
    await assertKnown(tx, after, change);
    await tx.routingSettings.saveAgent(after);
    const outOfOffice = JSON.stringify(before.outOfOffice) !== JSON.stringify(after.outOfOffice);
    const onlyThat = outOfOffice && Object.keys(change).every((key) => key === 'outOfOffice');
    audit(tx, actor, {
      action: onlyThat ? 'out_of_office.changed' : 'agent.changed',
      target: { kind: 'agent', id, name: after.name },
      before,
      after,
    });
    if (after.disabled) await tx.desks.setPresence(id, 'away', 'signed_out');
    // What is open was opened with the rights of before.
    if (after.disabled || after.role !== before.role) await endSessions(tx, tenantId, id);
    // Their desk phone too may sign in no more, or again.
    if (after.disabled !== before.disabled) tx.tell({ kind: 'trunks', tenantId });
    tx.tell({ kind: 'desk', tenantId, agentId: id });
    return after;
  });
  if (saved.disabled) await releaseAgent(platform, tenantId, id, 'agent_signed_out');
  return saved;
}

/** Gives a person a new password, which unlocks the account too; whoever is signed in as them is no longer. */
export async function setAgentPassword(
  platform: Platform,
  actor: AgentActor,
  id: string,
  password: string,
): Promise<void> {
  assertRole(actor, 'administrator');
  const known = await platform.store.transaction(actor.tenantId, (tx) => tx.routingSettings.knownAgents([id]));
  if (known.length === 0) throw new Refused('not_found');
  await replacePassword(platform, actor.tenantId, id, password, actor);
}

/** The same by whoever runs the server, for somebody whom nobody in the company can help: the only administrator, locked out. Refuses `not_found`. */
export async function resetPassword(
  platform: Pick<Platform, 'store' | 'passwords'>,
  tenantId: string,
  email: string,
  password: string,
): Promise<void> {
  const known = await platform.store.transaction(tenantId, (tx) => tx.directory.agentByEmail(email));
  if (!known) throw new Refused('not_found');
  await replacePassword(platform, tenantId, known.id, password, SYSTEM_ACTOR);
}

async function replacePassword(
  { store, passwords }: Pick<Platform, 'store' | 'passwords'>,
  tenantId: string,
  id: string,
  password: string,
  by: AuditedBy,
): Promise<void> {
  const passwordHash = await passwords.hash(password);
  await store.transaction(tenantId, async (tx) => {
    await tx.routingSettings.setPassword(id, passwordHash);
    await endSessions(tx, tenantId, id);
    audit(tx, by, { action: 'agent.password_set', target: { kind: 'agent', id } });
  });
}

async function endSessions(tx: Transaction, tenantId: string, agentId: string): Promise<void> {
  for (const sessionId of await tx.routingSettings.endSessions(agentId))
    tx.tell({ kind: 'session-ended', tenantId, sessionId });
}

async function assertKnown(tx: Transaction, after: AgentSettings, change: AgentChange): Promise<void> {
  if (change.skills) {
    const ids = change.skills.map(({ skillId }) => skillId);
    if (new Set(ids).size !== ids.length)
      throw new Refused('invalid_request', { field: '/body/skills', message: 'A skill stands there twice.' });
    await assertSkills(tx, ids, '/body/skills');
  }
  const colleagues = change.outOfOffice?.forwardTo ?? [];
  if (colleagues.includes(after.id))
    throw new Refused('invalid_request', {
      field: '/body/outOfOffice/forwardTo',
      message: 'Nobody forwards to themselves.',
    });
  const known = await tx.routingSettings.knownAgents(colleagues);
  if (known.length !== new Set(colleagues).size)
    throw new Refused('unknown_reference', {
      field: '/body/outOfOffice/forwardTo',
      message: 'One of these is no colleague.',
    });
}
