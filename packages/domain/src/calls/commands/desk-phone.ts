import type { AgentDeskPhone, DeskPhone } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { tellCall } from '../close-call.ts';
import type { CallRecord } from '../ports.ts';

const NONE: DeskPhone = { username: null, rings: false, registered: false };
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export async function getDeskPhone(platform: Platform, actor: AgentActor): Promise<DeskPhone> {
  return platform.store.transaction(actor.tenantId, async (tx) => (await tx.calls.deskPhone(actor.agentId)) ?? NONE);
}

/** A name and 160 random bits; both are new each time, so that nobody who knew the old ones goes on. The password is stored sealed. */
export async function makeDeskPhone(
  platform: Platform,
  actor: AgentActor,
): Promise<{ username: string; password: string }> {
  return giveDeskPhone(platform, actor, actor.agentId);
}

/** As `makeDeskPhone`, by an administrator for an agent who may sign in. */
export async function giveDeskPhone(
  platform: Platform,
  actor: AgentActor,
  agentId: string,
): Promise<{ username: string; password: string }> {
  const { random, sealer } = platform;
  const made = { username: `desk-${hex(random.bytes(6))}`, password: hex(random.bytes(20)) };
  await platform.store.transaction(actor.tenantId, async (tx) => {
    if ((await tx.calls.roleOfAgent(agentId)) === null) throw new Refused('not_found');
    await tx.calls.saveDeskPhone(agentId, { ...made, password: sealer.seal(made.password) });
    await auditPhone(tx, actor, 'desk_phone.made', { agentId, username: made.username });
  });
  return made;
}

export async function changeDeskPhone(
  platform: Platform,
  actor: AgentActor,
  { rings }: { rings: boolean },
): Promise<DeskPhone> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const changed = await tx.calls.ringDeskPhone(actor.agentId, rings);
    if (!changed) throw new Refused('not_found', { message: 'You have no telephone of your own yet.' });
    return changed;
  });
}

export async function removeDeskPhone(platform: Platform, actor: AgentActor): Promise<void> {
  return takeDeskPhone(platform, actor, actor.agentId);
}

export async function takeDeskPhone(platform: Platform, actor: AgentActor, agentId: string): Promise<void> {
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const username = await tx.calls.deleteDeskPhone(agentId);
    if (username === null) throw new Refused('not_found');
    await auditPhone(tx, actor, 'desk_phone.removed', { agentId, username });
  });
}

export async function listDeskPhones(platform: Platform, tenantId: string): Promise<AgentDeskPhone[]> {
  return platform.store.transaction(tenantId, (tx) => tx.calls.deskPhones());
}

/** Under the name of whose it is, and told to whoever speaks SIP. */
async function auditPhone(
  tx: Transaction,
  actor: AgentActor,
  action: 'desk_phone.made' | 'desk_phone.removed',
  { agentId, username }: { readonly agentId: string; readonly username: string },
): Promise<void> {
  const name = (await tx.directory.agent(agentId))?.name ?? '';
  audit(tx, actor, { action, target: { kind: 'desk_phone', id: username, name } });
  tx.tell({ kind: 'trunks', tenantId: actor.tenantId });
}

/** The registrar's word on an agent's telephone. */
export async function deskPhoneIsThere(
  platform: Platform,
  tenantId: string,
  agentId: string,
  there: boolean,
): Promise<void> {
  await platform.store.transaction(tenantId, (tx) => tx.calls.noteDeskPhone(agentId, there));
}

/** A call that is offered to an agent rings at their own telephone too. */
export async function ringAtDeskPhone(
  platform: Platform,
  tx: Transaction,
  call: CallRecord,
  agentId: string,
): Promise<CallRecord> {
  const phone = call.kind === 'phone' ? await tx.calls.deskPhone(agentId) : null;
  if (!phone?.rings || !phone.registered) return call;
  const colleague = (await tx.desks.colleagues()).find(({ id }) => id === agentId);
  const party = { id: platform.random.uuid(), role: 'agent', device: 'device', state: 'ringing' } as const;
  const name = colleague?.name ?? '';
  return (await tx.calls.addParty(call.id, { ...party, name, agentId, number: null })) ?? call;
}

/** They answered in the browser: the telephone stops ringing. */
export async function dropRinging(tx: Transaction, call: CallRecord | null, keeps: string | null): Promise<void> {
  for (const { id, device, state } of call?.parties ?? [])
    if (call && device === 'device' && state === 'ringing' && id !== keeps)
      await tx.calls.moveParty(call.id, id, ['ringing'], 'left', 'answered_elsewhere');
  if (call) tellCall(tx, call);
}
