import { audit, type AuditedBy } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Staff } from '../ports.ts';

export type OutOfOfficeChange = 'changed' | 'unknown_staff' | 'unknown_forward';

/** Says that somebody is not there, why, and who answers instead, in this order; null: they are back. People by staff number or by our id. */
export async function setOutOfOffice(
  platform: Platform,
  tenantId: string,
  by: AuditedBy,
  input: { staffId: string; value: { message: string; forwardToStaffIds: readonly string[] } | null },
): Promise<OutOfOfficeChange> {
  return platform.store.transaction(tenantId, async (tx) => {
    const staff = await tx.company.staff(input.staffId);
    if (!staff) return 'unknown_staff';
    const forwardTo: string[] = [];
    for (const staffId of input.value?.forwardToStaffIds ?? []) {
      const colleague = await tx.company.staff(staffId);
      if (!colleague || colleague.id === staff.id) return 'unknown_forward';
      if (!forwardTo.includes(colleague.id)) forwardTo.push(colleague.id);
    }
    const before = (await tx.company.outOfOffice([staff.id])).get(staff.id) ?? null;
    const after = input.value && { message: input.value.message, forwardTo };
    await tx.company.setOutOfOffice(staff.id, after);
    audit(tx, by, {
      action: 'out_of_office.changed',
      target: { kind: 'agent', id: staff.id, name: staff.name },
      before,
      after,
    });
    tx.tell({ kind: 'desk', tenantId, agentId: staff.id });
    return 'changed';
  });
}

/** null: nobody of this number. `value` null: in the office. */
export async function getOutOfOffice(
  platform: Platform,
  tenantId: string,
  staffId: string,
): Promise<{ staff: Staff; value: { message: string; forwardTo: Staff[] } | null } | null> {
  return platform.store.transaction(tenantId, async (tx) => {
    const staff = await tx.company.staff(staffId);
    if (!staff) return null;
    const found = (await tx.company.outOfOffice([staff.id])).get(staff.id);
    if (!found) return { staff, value: null };
    return { staff, value: { message: found.message, forwardTo: await tx.company.staffOf(found.forwardTo) } };
  });
}
