import { type AuditEntry, Refused } from '@alongside/domain';
import type { SettingVersion } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

const last = `SELECT version::float8 AS version, changed_by AS "changedBy", changed_at AS "changedAt" FROM setting_versions
  WHERE tenant_id = $1 AND kind = $2 AND id = $3`;

const list = `SELECT kind, nullif(id, '') AS id, version::float8 AS version, changed_by AS "changedBy", changed_at AS "changedAt"
  FROM setting_versions WHERE tenant_id = $1 ORDER BY kind, id`;

const note = `INSERT INTO setting_versions AS v (tenant_id, kind, id, version, changed_by, changed_at)
  SELECT $1::uuid, s.kind, s.id, s.version, s.changed_by, $2::timestamptz
  FROM jsonb_to_recordset($3::jsonb) AS s (kind text, id text, version bigint, changed_by text)
  ON CONFLICT (tenant_id, kind, id) DO UPDATE SET version = excluded.version, changed_by = excluded.changed_by, changed_at = excluded.changed_at`;

export const listVersions = (scope: TransactionScope): Promise<SettingVersion[]> =>
  scope.query<SettingVersion>(list, [scope.tenantId]);

/** Holds what is based on a version against the last one. Called while the chain's head is locked, so that nobody comes between. */
export async function assertBasedOnLast(scope: TransactionScope, entries: readonly AuditEntry[]): Promise<void> {
  for (const { versioned, basedOn, target } of entries) {
    if (versioned === null || basedOn === null) continue;
    const found = await scope.one<Pick<SettingVersion, 'version' | 'changedBy' | 'changedAt'>>(last, [
      scope.tenantId,
      versioned.kind,
      versioned.id ?? '',
    ]);
    if ((found?.version ?? 0) === basedOn) continue;
    const what = `${versioned.kind}${target?.name ? ` "${target.name}"` : ''}`;
    throw new Refused('changed_meanwhile', {
      message: found
        ? `${found.changedBy} changed this ${what} at ${found.changedAt}: it is at version ${found.version}, and this was made from version ${basedOn}. Read it again, make your change to that, and save.`
        : `This ${what} was never changed: its version is 0, not ${basedOn}. Read its version again.`,
    });
  }
}

/** The places that these entries have in the chain are the new versions of what they changed. */
export async function noteVersions(
  scope: TransactionScope,
  entries: readonly AuditEntry[],
  first: number,
  at: string,
): Promise<void> {
  const rows = new Map<string, object>();
  for (const [index, { versioned, actor }] of entries.entries()) {
    if (versioned === null) continue;
    const { kind, id } = versioned;
    // The last of several counts.
    rows.set(`${kind} ${id}`, { kind, id: id ?? '', version: first + index, changed_by: actor.name });
  }
  if (rows.size > 0) await scope.query(note, [scope.tenantId, at, JSON.stringify([...rows.values()])]);
}
