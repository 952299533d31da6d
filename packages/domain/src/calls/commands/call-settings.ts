import type { CallSettings, PhoneNumber, TrunkSettings } from '@alongside/protocol';
import { type AuditedBy, audit } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';

type By = AuditedBy;

export async function getCallSettings(platform: Platform, tenantId: string): Promise<CallSettings> {
  return platform.store.transaction(tenantId, (tx) => tx.calls.settings());
}

export async function saveCallSettings(
  platform: Platform,
  tenantId: string,
  by: By,
  settings: CallSettings,
): Promise<CallSettings> {
  return platform.store.transaction(tenantId, async (tx) => {
    const before = await tx.calls.settings();
    await tx.calls.saveSettings(settings);
    audit(tx, by, { action: 'call_settings.changed', before, after: settings });
    return settings;
  });
}

export async function listTrunks(platform: Platform, tenantId: string): Promise<TrunkSettings[]> {
  return platform.store.transaction(tenantId, (tx) => tx.calls.trunks());
}

/**
 * A password that is left out stays; it is stored sealed and never given out.
 *
 * @throws Refused `address_not_allowed` for a host on a private network that the server was not told to allow: what a trunk's state tells would
 * show a company's administrator which doors are open there
 */
export async function saveTrunk(
  platform: Platform,
  tenantId: string,
  by: By,
  { password, ...trunk }: Omit<TrunkSettings, 'hasPassword'> & { password?: string | null },
): Promise<TrunkSettings> {
  if (await isPrivate(platform, trunk)) throw new Refused('address_not_allowed', { field: '/host' });
  const sealed = typeof password === 'string' ? platform.sealer.seal(password) : password;
  return platform.store.transaction(tenantId, async (tx) => {
    const saved = await tx.calls.saveTrunk(trunk, sealed);
    audit(tx, by, { action: 'trunk.saved', target: { kind: 'trunk', id: trunk.id, name: trunk.name }, after: saved });
    tx.tell({ kind: 'trunks', tenantId });
    return saved;
  });
}

/** Allowed by its name, or by its name and port. A name that is not found now may have SRV records alone, or an address later. */
async function isPrivate(
  { outgoing }: Platform,
  { host, port }: Pick<TrunkSettings, 'host' | 'port'>,
): Promise<boolean> {
  const name = host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host;
  if ((await outgoing.refusal(`https://${name}`)) !== 'address_not_allowed') return false;
  return port === null || (await outgoing.refusal(`https://${name}:${port}`)) === 'address_not_allowed';
}

export async function deleteTrunk(platform: Platform, tenantId: string, by: By, id: string): Promise<void> {
  await platform.store.transaction(tenantId, async (tx) => {
    if (!(await tx.calls.deleteTrunk(id))) throw new Refused('not_found');
    audit(tx, by, { action: 'trunk.deleted', target: { kind: 'trunk', id } });
    tx.tell({ kind: 'trunks', tenantId });
  });
}

export async function listPhoneNumbers(platform: Platform, tenantId: string): Promise<PhoneNumber[]> {
  return platform.store.transaction(tenantId, (tx) => tx.calls.numbers());
}

/** `waiting` and `voicemail` that are left out stay as they are. */
export async function savePhoneNumber(
  platform: Platform,
  tenantId: string,
  by: By,
  given: PhoneNumber,
): Promise<PhoneNumber> {
  return platform.store.transaction(tenantId, async (tx) => {
    const before = (await tx.calls.numbers()).find((one) => one.number === given.number);
    const number = { ...before, ...given };
    for (const [place, queueId] of [
      ['/queueId', number.queueId] as const,
      ...number.menu.map((line, index) => [`/menu/${index}/queueId`, line.queueId] as const),
    ])
      if (!(await tx.queues.get(queueId)))
        throw new Refused('unknown_reference', { field: place, message: 'There is no such queue.' });
    await tx.calls.saveNumber(number);
    audit(tx, by, { action: 'phone_number.saved', target: { kind: 'number', id: number.number }, after: number });
    return number;
  });
}

export async function deletePhoneNumber(platform: Platform, tenantId: string, by: By, number: string): Promise<void> {
  await platform.store.transaction(tenantId, async (tx) => {
    if (!(await tx.calls.deleteNumber(number))) throw new Refused('not_found');
    audit(tx, by, { action: 'phone_number.deleted', target: { kind: 'number', id: number } });
  });
}
